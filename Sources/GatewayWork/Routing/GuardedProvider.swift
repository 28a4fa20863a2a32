// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A provider whose every call is paid for and goes through a gate.
///
/// What a language model is asked is one call of it for one of a batch, so the gate stands outside and sees nonsense too.
struct GuardedProvider: Provider {
    let provider: any Provider
    let gate: CallGate
    /// `nil` where nobody pays.
    var ledger: SpendingLedger?

    var name: String { provider.name }
    var revision: String { provider.revision }
    var traits: ProviderTraits { provider.traits }
    var generates: Bool { provider.generates }
    var isLocal: Bool { provider.isLocal }

    func pairs() async throws(ProviderError) -> [ProviderPair] { try await provider.pairs() }

    func warm(model: String) async throws(ProviderError) { try await provider.warm(model: model) }

    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        let item = item(call)
        return try await paid(item, usage: \.usage, model: \.model) { () throws(ProviderError) in
            try await gate.run(
                model: call.model, priority: call.priority, deadline: call.deadline,
                places: provider.traits.parallelCalls,
                tokens: { item.map(\.estimate.total) ?? Self.estimate(of: call).total }, usage: \.usage
            ) { waited throws(ProviderError) in
                var call = call
                // A person waits no longer for it; a job has the time.
                if call.priority < .synchronous { call.deadline += waited }
                return try await provider.translate(call)
            }
        }
    }

    func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        let tokens = call.messages.reduce(0) { $0 + TokenEstimate.tokens($1.text) }
        let estimate = Usage(inputTokens: tokens, outputTokens: call.maximumOutputTokens ?? tokens)
        var item = call.payer.map {
            SpendingLedger.Item(payer: $0, provider: name, model: call.model, isLocal: isLocal)
        }
        item?.estimate = estimate
        return try await paid(item, usage: \.usage, model: \.model) { () throws(ProviderError) in
            try await gate.run(
                model: call.model, priority: call.priority, deadline: call.deadline,
                places: provider.traits.parallelCalls, tokens: { estimate.total }, usage: \.usage
            ) { waited throws(ProviderError) in
                var call = call
                if call.priority < .synchronous { call.deadline += waited }
                return try await provider.generate(call)
            }
        }
    }

    /// Sets aside what a call may cost, makes it, and settles what it did cost.
    private func paid<Reply>(
        _ item: SpendingLedger.Item?, usage: WritableKeyPath<Reply, Usage>, model: KeyPath<Reply, String>,
        _ body: () async throws(ProviderError) -> Reply
    ) async throws(ProviderError) -> Reply {
        guard let item, let ledger else { return try await body() }
        let reservation = try await ledger.reserve(item)
        do throws(ProviderError) {
            var reply = try await body()
            ledger.settle(item, reservation, model: reply[keyPath: model], &reply[keyPath: usage])
            return reply
        } catch {
            ledger.fail(item, reservation)
            throw error
        }
    }

    private func item(_ call: TranslateCall) -> SpendingLedger.Item? {
        guard ledger != nil, let payer = call.payer else { return nil }
        return SpendingLedger.Item(
            payer: payer, provider: name, model: call.model, isLocal: isLocal, source: call.source.spelling,
            target: call.target.spelling, segments: call.segments.count,
            characters: call.segments.reduce(0) { $0 + $1.text.unicodeScalars.count },
            estimate: isLocal ? Usage() : Self.estimate(of: call))
    }

    /// What a batch takes: the texts with what is told beside them, and half as much again as the texts to come back.
    private static func estimate(of call: TranslateCall) -> Usage {
        let texts = call.segments.reduce(0) { $0 + TokenEstimate.tokens($1.text) + 8 }
        let beside =
            call.instructions.reduce(0) { $0 + TokenEstimate.tokens($1) } + TokenEstimate.tokens(call.voice)
            + call.examples.reduce(0) {
                $0 + TokenEstimate.tokens($1.source) + TokenEstimate.tokens($1.target)
            }
        return Usage(inputTokens: texts + beside + 300, outputTokens: texts + texts / 2)
    }
}

extension Usage {
    fileprivate var total: Int { inputTokens + outputTokens }
}
