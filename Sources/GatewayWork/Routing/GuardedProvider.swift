// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A provider whose every call goes through a gate.
///
/// What a language model is asked is one call of it for one of a batch, so the gate stands outside and sees nonsense too.
struct GuardedProvider: Provider {
    let provider: any Provider
    let gate: CallGate

    var name: String { provider.name }
    var revision: String { provider.revision }
    var traits: ProviderTraits { provider.traits }
    var generates: Bool { provider.generates }

    func pairs() async throws(ProviderError) -> [ProviderPair] { try await provider.pairs() }

    func warm(model: String) async throws(ProviderError) { try await provider.warm(model: model) }

    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        try await gate.run(
            model: call.model, priority: call.priority, deadline: call.deadline,
            tokens: { Self.tokens(of: call) },
            usage: \.usage
        ) { waited throws(ProviderError) in
            var call = call
            // A person waits no longer for it; a job has the time.
            if call.priority == .job { call.deadline += waited }
            return try await provider.translate(call)
        }
    }

    func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        try await gate.run(
            model: call.model, priority: call.priority, deadline: call.deadline,
            tokens: { call.messages.reduce(0) { $0 + TokenEstimate.tokens($1.text) } * 2 }, usage: \.usage
        ) { waited throws(ProviderError) in
            var call = call
            if call.priority == .job { call.deadline += waited }
            return try await provider.generate(call)
        }
    }

    /// What a batch takes: the texts twice, for in and out, and what is told beside them.
    private static func tokens(of call: TranslateCall) -> Int {
        let texts = call.segments.reduce(0) { $0 + TokenEstimate.tokens($1.text) + 8 }
        let beside =
            call.instructions.reduce(0) { $0 + TokenEstimate.tokens($1) } + TokenEstimate.tokens(call.voice)
            + call.examples.reduce(0) {
                $0 + TokenEstimate.tokens($1.source) + TokenEstimate.tokens($1.target)
            }
        return 2 * texts + beside + 200
    }
}
