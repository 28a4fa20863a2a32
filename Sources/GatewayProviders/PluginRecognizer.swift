// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A plugin's recognizer, as the gateway sees it.
final class PluginRecognizer: Recognizer {
    private let pool: InstancePool

    init(pool: InstancePool) { self.pool = pool }

    func recognize(
        _ text: String, candidates: [LocaleTag], limit: Int
    ) async throws(ProviderError) -> [LocaleCandidate] {
        guard let recognize = pool.providerClass.recognize, limit > 0 else { return [] }
        let ended = try await pool.run(
            .recognize(limit: limit), priority: .synchronous, timeLimit: pool.limits.recognitionTime
        ) { opened, milliseconds in
            let request = RecognizeRequest(text, candidates: candidates, limit: limit, deadline: milliseconds)
            opened.arena = request.arena
            return .recognize(recognize, request.pointer)
        }
        return ended.candidates
    }
}
