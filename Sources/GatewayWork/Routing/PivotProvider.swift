// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Two routes as one: from the source into a language between, and from there into the target.
///
/// Tokens go through both: what loses one on the way is missing from the answer, and is asked for elsewhere.
struct PivotProvider: Provider {
    let first: Route
    let second: Route

    init(_ first: Route, _ second: Route) {
        self.first = first
        self.second = second
    }

    var name: String { first.provider.name }
    var revision: String { "\(first.provider.revision)+\(second.provider.revision)" }
    var isLocal: Bool { first.provider.isLocal && second.provider.isLocal }

    var traits: ProviderTraits {
        let (one, other) = (first.provider.traits, second.provider.traits)
        return ProviderTraits(
            granularity: one.granularity == .sentence || other.granularity == .sentence ? .sentence : .leaf,
            maximumSegments: min(one.maximumSegments, other.maximumSegments),
            // A translation may be twice as long.
            maximumBytes: min(one.maximumBytes, max(1, other.maximumBytes / 2)),
            parallelCalls: min(one.parallelCalls, other.parallelCalls),
            // A term in the text is of no language between: its translation goes through as a token.
            terms: .inserted)
    }

    /// What both are asked for, as one model of the first.
    var model: String { Self.model(first.model, second.name) }

    /// What both are called as one model of the first: `eng-spa+deepl/fr`.
    static func model(_ first: String, _ second: ModelName) -> String { "\(first)+\(second)" }

    func pairs() async throws(ProviderError) -> [ProviderPair] {
        [ProviderPair(source: first.source, target: second.target, model: model)]
    }

    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        var call = call
        call.source = first.source
        call.target = first.target
        call.model = first.model
        // Both are about the target.
        let (instructions, voice) = (call.instructions, call.voice)
        call.instructions = []
        call.voice = ""
        var reply = try await first.provider.translate(call)
        let asked = call.segments.indices.compactMap { index -> (index: Int, segment: ProviderSegment)? in
            guard !reply.missing.contains(index),
                let spans = TokenSpan.moved(call.segments[index].spans, in: reply.texts[index])
            else { return nil }
            let source = call.segments[index]
            return (
                index,
                ProviderSegment(
                    text: reply.texts[index], context: source.context, hints: source.hints, spans: spans)
            )
        }
        reply.texts = call.segments.map { _ in "" }
        reply.missing = Set(call.segments.indices)
        guard !asked.isEmpty else { return reply }
        call.source = second.source
        call.target = second.target
        call.model = second.model
        call.segments = asked.map(\.segment)
        call.instructions = instructions
        call.voice = voice
        let answer = try await second.provider.translate(call)
        for (place, (index, _)) in asked.enumerated() where !answer.missing.contains(place) {
            reply.texts[index] = answer.texts[place]
            reply.missing.remove(index)
        }
        reply.model = Self.model(
            reply.model, ModelName(provider: second.provider.name, model: answer.model))
        reply.usage += answer.usage
        reply.unknownWords += answer.unknownWords
        return reply
    }

    func warm(model: String) async throws(ProviderError) {
        try await first.provider.warm(model: first.model)
        try await second.provider.warm(model: second.model)
    }
}
