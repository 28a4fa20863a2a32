// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A configured provider of a plugin, as the gateway sees it.
final class PluginProvider: Provider {
    let name: String
    let revision: String
    let traits: ProviderTraits
    let isLocal: Bool
    private let pool: InstancePool
    private let knownPairs = Locked<[ProviderPair]?>(nil)

    init(pool: InstancePool, isLocal: Bool) {
        self.pool = pool
        self.isLocal = isLocal
        name = pool.name
        revision = pool.revision
        let defaults = ProviderTraits()
        let translation = pool.providerClass.translate
        traits = ProviderTraits(
            granularity: translation?.granularity ?? .leaf,
            maximumSegments: Self.limit(translation?.maximumSegments, else: defaults.maximumSegments),
            maximumBytes: Self.limit(translation?.maximumBytes, else: defaults.maximumBytes),
            parallelCalls: pool.parallelCalls, terms: translation?.terms ?? .prompted)
    }

    private static func limit(_ value: Int?, else standard: Int) -> Int {
        value.map { $0 > 0 ? $0 : standard } ?? standard
    }

    var generates: Bool { pool.providerClass.generate != nil }

    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        guard let translation = pool.providerClass.translate else {
            throw ProviderError(.invalidInput, "\(name) takes no texts, only prompts")
        }
        let left = ContinuousClock.now.duration(to: call.deadline)
        let ended = try await pool.run(
            .translate(segments: call.segments.count), priority: call.priority, timeLimit: left
        ) { opened, milliseconds in
            let request = TranslateRequest(call, deadline: milliseconds)
            opened.arena = request.arena
            opened.traceParent = call.traceParent
            opened.isPrivate = call.isPrivate
            return .translate(translation.translate, request.pointer)
        }
        return TranslateReply(
            texts: ended.outputs.map { $0 ?? "" },
            model: ended.modelUsed.isEmpty ? call.model : ended.modelUsed,
            usage: ended.usage, unknownWords: ended.unknownWords)
    }

    func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        guard let generation = pool.providerClass.generate else {
            throw ProviderError(.invalidInput, "\(name) takes no prompts")
        }
        let left = ContinuousClock.now.duration(to: call.deadline)
        let ended = try await pool.run(
            .generate, priority: call.priority, timeLimit: left
        ) { opened, milliseconds in
            let request = GenerateRequest(call, deadline: milliseconds)
            opened.arena = request.arena
            opened.traceParent = call.traceParent
            opened.isPrivate = call.isPrivate
            return .generate(generation.generate, request.pointer)
        }
        return GenerateReply(
            text: (ended.outputs.first ?? nil) ?? "",
            model: ended.modelUsed.isEmpty ? call.model : ended.modelUsed, usage: ended.usage,
            stop: ended.stop)
    }

    func pairs() async throws(ProviderError) -> [ProviderPair] {
        if let pairs = knownPairs.withLock({ $0 }) { return pairs }
        guard let list = pool.providerClass.listPairs else {
            // Without a list it is for its calls to say what it can do.
            return [ProviderPair(source: nil, target: nil, model: "")]
        }
        let ended = try await pool.run(
            .pairs, priority: .synchronous, timeLimit: pool.limits.preparationTime
        ) { _, _ in .pairs(list) }
        return knownPairs.withLock { pairs in
            pairs = pairs ?? ended.pairs
            return pairs ?? []
        }
    }

    func warm(model: String) async throws(ProviderError) {
        guard let warmUp = pool.providerClass.warmUp else { return }
        _ = try await pool.run(
            .warmup, priority: .job, timeLimit: pool.limits.preparationTime
        ) { opened, _ in
            var arena = RequestArena(capacity: RequestArena.size(text: model))
            let text = arena.make(text: model)
            opened.arena = arena
            return .warmUp(warmUp, text)
        }
    }
}
