// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A language model whose every answer is a function of the test's.
public final class ScriptedGenerator: Provider {
    /// What a prompt asks for, read from it.
    public struct Asked: Sendable {
        /// The message of the user, parsed.
        public let body: JSONObject
        /// Its segments.
        public let segments: [JSONObject]

        /// The texts of the segments.
        public var texts: [String] { segments.map { $0["text"]?.string ?? "" } }
    }

    /// The name in `provider/model`.
    public let name: String
    /// Never changes.
    public let revision = "1"
    /// Four calls at once.
    public let traits = ProviderTraits(parallelCalls: 4, terms: .prompted)
    /// It takes prompts.
    public let generates = true
    private let answer: @Sendable (Asked, GenerateCall) async throws(ProviderError) -> String
    private let made = Locked<[GenerateCall]>([])

    /// A model that answers each prompt with `answer`.
    public init(
        name: String = "scripted",
        answer: @escaping @Sendable (Asked, GenerateCall) async throws(ProviderError) -> String
    ) {
        self.name = name
        self.answer = answer
    }

    /// A model that translates each text by a function of it.
    public convenience init(name: String = "scripted", translating: @escaping @Sendable (String) -> String) {
        self.init(name: name) { asked, _ in Self.json(asked.texts.map(translating)) }
    }

    /// An answer with these translations, in the order of the segments.
    public static func json(_ texts: [String]) -> String {
        json(texts.enumerated().map { ($0 + 1, $1) })
    }

    /// An answer with these entries.
    public static func json(_ entries: [(id: Int, text: String)]) -> String {
        let list = entries.map {
            JSONValue.object(
                JSONObject([.init("id", .number(String($0.id))), .init("text", .string($0.text))]))
        }
        return String(
            decoding: JSONValue.object(JSONObject([.init("translations", .array(list))])).bytes, as: UTF8.self
        )
    }

    /// The calls so far.
    public var calls: [GenerateCall] { made.withLock { $0 } }

    /// What was asked so far.
    public var asked: [Asked] { calls.compactMap(Self.asked) }

    private static func asked(_ call: GenerateCall) -> Asked? {
        guard let body = call.messages.last.flatMap({ try? JSONValue(parsing: $0.text).object }) else {
            return nil
        }
        return Asked(body: body, segments: (body["segments"]?.array ?? []).compactMap(\.object))
    }

    /// Any pair, any model.
    public func pairs() async throws(ProviderError) -> [ProviderPair] {
        [ProviderPair(source: nil, target: nil, model: "")]
    }

    /// Is not what it is for.
    public func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply {
        throw ProviderError(.invalidInput, "takes no texts")
    }

    /// The test's answer; a token is a character.
    public func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        made.withLock { $0.append(call) }
        guard let asked = Self.asked(call) else {
            throw ProviderError(.broken, "the prompt's last message is not JSON")
        }
        let text = try await answer(asked, call)
        let input = call.messages.reduce(0) { $0 + $1.text.count }
        return GenerateReply(
            text: text, model: call.model, usage: Usage(inputTokens: input, outputTokens: text.count))
    }

    /// Does nothing.
    public func warm(model: String) async throws(ProviderError) {}
}
