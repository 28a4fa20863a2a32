// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A configured provider whose plugin runs in a process of its own, as the gateway sees it.
final class IsolatedProvider: Provider {
    let name: String
    let isLocal: Bool
    private let pool: IsolatedPool
    /// What the provider could do when it was made; it is never asked before.
    private let first: HostedClass
    /// The pairs with the process that listed them.
    private let knownPairs = Locked<(generation: Int, pairs: [ProviderPair])?>(nil)

    init(pool: IsolatedPool, hosted: HostedClass, isLocal: Bool) {
        self.pool = pool
        self.isLocal = isLocal
        name = pool.name
        first = hosted
    }

    private var hosted: HostedClass { pool.hosted ?? first }

    var revision: String { hosted.revision }
    var traits: ProviderTraits { hosted.traits }
    var generates: Bool { hosted.generates }

    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        guard hosted.translates else {
            throw ProviderError(.invalidInput, "\(name) takes no texts, only prompts")
        }
        let ended = try await pool.run(
            .translate(segments: call.segments.count), priority: call.priority,
            timeLimit: ContinuousClock.now.duration(to: call.deadline), isSuspect: call.isSuspect
        ) { CallFrame.translate(call, ticket: $0, milliseconds: $1) }
        return TranslateReply(
            texts: ended.outputs, model: ended.modelUsed.isEmpty ? call.model : ended.modelUsed,
            usage: ended.usage, unknownWords: ended.unknownWords)
    }

    func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        guard hosted.generates else { throw ProviderError(.invalidInput, "\(name) takes no prompts") }
        let ended = try await pool.run(
            .generate, priority: call.priority, timeLimit: ContinuousClock.now.duration(to: call.deadline),
            isSuspect: call.isSuspect
        ) { CallFrame.generate(call, ticket: $0, milliseconds: $1) }
        return GenerateReply(
            text: ended.outputs.first ?? "", model: ended.modelUsed.isEmpty ? call.model : ended.modelUsed,
            usage: ended.usage, stop: ended.stop)
    }

    func pairs() async throws(ProviderError) -> [ProviderPair] {
        let generation = pool.generation
        // Kept as long as the process lives: the next one may list others.
        if let known = knownPairs.withLock({ $0 }), known.generation == generation { return known.pairs }
        guard hosted.listsPairs else {
            // Without a list it is for its calls to say what it can do.
            return [ProviderPair(source: nil, target: nil, model: "")]
        }
        let ended = try await pool.run(
            .pairs, priority: .synchronous, timeLimit: pool.limits.preparationTime
        ) { CallFrame.pairs(ticket: $0, milliseconds: $1) }
        knownPairs.withLock { $0 = (generation, ended.pairs) }
        return ended.pairs
    }

    func warm(model: String) async throws(ProviderError) {
        guard hosted.warmsUp else { return }
        _ = try await pool.run(
            .warmup, priority: .job, timeLimit: pool.limits.preparationTime
        ) { CallFrame.warmUp(model: model, ticket: $0, milliseconds: $1) }
    }
}
