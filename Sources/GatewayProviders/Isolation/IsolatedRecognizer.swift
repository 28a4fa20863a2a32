// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A recognizer whose plugin runs in a process of its own, as the gateway sees it.
final class IsolatedRecognizer: Recognizer {
    private let pool: IsolatedPool

    init(pool: IsolatedPool) { self.pool = pool }

    func recognize(
        _ text: String, candidates: [LocaleTag], limit: Int
    ) async throws(ProviderError) -> [LocaleCandidate] {
        guard pool.hosted?.recognizes == true, limit > 0 else { return [] }
        let ended = try await pool.run(
            .recognize(limit: limit), priority: .synchronous, timeLimit: pool.limits.recognitionTime
        ) {
            CallFrame.recognize(text, candidates: candidates, limit: limit, ticket: $0, milliseconds: $1)
        }
        return ended.candidates
    }
}
