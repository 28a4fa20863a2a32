// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A language model as a provider that translates: the gateway writes the prompt and reads the answer.
struct PromptedProvider: Provider {
    private let generator: any Provider
    private let rules: any LocaleRules
    private let configuration: PromptConfiguration

    /// - Parameter generator: what takes prompts.
    init(_ generator: any Provider, rules: any LocaleRules, configuration: PromptConfiguration) {
        self.generator = generator
        self.rules = rules
        self.configuration = configuration
    }

    var name: String { generator.name }
    var revision: String { "\(generator.revision)+prompt\(Prompt.version)" }

    var traits: ProviderTraits {
        ProviderTraits(
            granularity: .leaf, maximumSegments: configuration.maximumSegments,
            maximumBytes: configuration.maximumBytes, parallelCalls: generator.traits.parallelCalls,
            terms: .prompted)
    }

    var isLocal: Bool { generator.isLocal }
    var generates: Bool { true }

    func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        try await generator.generate(call)
    }

    func pairs() async throws(ProviderError) -> [ProviderPair] { try await generator.pairs() }

    func warm(model: String) async throws(ProviderError) { try await generator.warm(model: model) }

    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        let prompt = Prompt(call, rules: rules, configuration: configuration)
        let reply = try await generator.generate(
            GenerateCall(
                model: call.model, messages: prompt.messages, schema: Prompt.schema, deadline: call.deadline,
                priority: call.priority, seed: call.seed, fast: call.fast, traceParent: call.traceParent,
                isPrivate: call.isPrivate, isSuspect: call.isSuspect))
        guard let answer = PromptAnswer(reply.text, segments: call.segments.count) else {
            throw ProviderError(
                .broken,
                reply.stop == .length
                    ? "\(name): the answer was cut before its first translation"
                    : "\(name): the answer is not the JSON that was asked for")
        }
        let indices = call.segments.indices
        return TranslateReply(
            texts: indices.map { answer.texts[$0] ?? "" }, model: reply.model, usage: reply.usage,
            missing: Set(indices.filter { answer.texts[$0] == nil }))
    }
}
