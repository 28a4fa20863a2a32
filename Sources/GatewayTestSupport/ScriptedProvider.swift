// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A provider whose every answer is a function of the test's.
public final class ScriptedProvider: Provider {
    /// The name in `provider/model`.
    public let name: String
    /// As the test says.
    public let revision: String
    /// What it wants of its calls.
    public let traits: ProviderTraits
    private let listed: [ProviderPair]
    private let answer: @Sendable (TranslateCall) async throws(ProviderError) -> [String]
    private let made = Locked<[TranslateCall]>([])

    /// A provider of `pairs` that answers each call with `answer`.
    public init(
        name: String = "scripted", revision: String = "1", pairs: [ProviderPair],
        traits: ProviderTraits = ProviderTraits(),
        answer: @escaping @Sendable (TranslateCall) async throws(ProviderError) -> [String]
    ) {
        self.name = name
        self.revision = revision
        listed = pairs
        self.traits = traits
        self.answer = answer
    }

    /// The calls so far.
    public var calls: [TranslateCall] { made.withLock { $0 } }

    /// The pairs it was given.
    public func pairs() async throws(ProviderError) -> [ProviderPair] { listed }

    /// The test's answer; the model is the one that was asked for, a token is a character.
    public func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        made.withLock { $0.append(call) }
        let texts = try await answer(call)
        let characters = call.segments.reduce(0) { $0 + $1.text.count }
        return TranslateReply(
            texts: texts, model: call.model, usage: Usage(inputTokens: characters, outputTokens: characters))
    }

    /// Does nothing.
    public func warm(model: String) async throws(ProviderError) {}
}
