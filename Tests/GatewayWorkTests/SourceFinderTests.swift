// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

/// Knows a text by its first letters, as long as they are repeated: `de de de` is German. Says what it was asked.
private final class LetterRecognizer: Recognizer {
    private let asked = Locked<[(text: String, candidates: [LocaleTag])]>([])

    var calls: [(text: String, candidates: [LocaleTag])] { asked.withLock(\.self) }

    func recognize(
        _ text: String, candidates: [LocaleTag], limit: Int
    ) async throws(ProviderError) -> [LocaleCandidate] {
        asked.withLock { $0.append((text, candidates)) }
        let words = text.split(whereSeparator: { $0.isWhitespace }).filter { $0.count == 2 }
        let counts = Dictionary(words.map { (tag(String($0)), 1.0) }, uniquingKeysWith: +)
        return counts.map { LocaleCandidate(locale: $0.key, confidence: $0.value / Double(words.count)) }
            .filter { candidates.isEmpty || candidates.contains($0.locale) }
            .sorted { $0.confidence > $1.confidence }
    }
}

@Suite struct SourceFinderTests {
    private let recognizer = LetterRecognizer()
    private let here = OrganizationID(unchecked: "org_0000000000000001")
    private let elsewhere = OrganizationID(unchecked: "org_0000000000000002")

    private func finder(_ sources: [String?] = ["en", "de"], recognizes: Bool = true) -> SourceFinder {
        let provider = ScriptedProvider(name: "scripted", pairs: sources.map { pair($0, "es") }) { _ in [] }
        let rules = makeLocaleRules()
        return SourceFinder(
            recognizer: recognizes ? recognizer : nil, router: Router(providers: [provider], rules: rules),
            rules: rules)
    }

    private func source(
        _ finder: SourceFinder, _ texts: [String], session: String? = nil, engine: Engine? = nil,
        of organization: OrganizationID? = nil
    ) async throws -> String {
        var body: [JSONObject.Member] = [.init("targetLocale", "es")]
        let members = texts.enumerated().map { JSONObject.Member("key\($0)", .string($1)) }
        body.append(.init("data", .object(JSONObject(members))))
        if let session { body.append(.init("sessionId", .string(session))) }
        let command = try Localize(.object(JSONObject(body)), limits: RequestLimits())
        let found = try await finder.source(
            of: command, engine: engine ?? GatewayWorkTests.engine(of: ["scripted"]),
            organization: organization ?? here)
        return found.spelling
    }

    private func refusal(_ work: () async throws -> String) async -> String {
        do {
            return "no refusal, but \(try await work())"
        } catch RequestError.invalid(let field, let reason) {
            return "\(field): \(reason)"
        } catch { return "\(error)" }
    }

    @Test func `all texts of a call decide, not the first`() async throws {
        let texts = ["en"] + Array(repeating: "de", count: 9)
        #expect(try await source(finder(), texts) == "de")
    }

    @Test func `a long call is recognized in pieces, every text of it once`() async throws {
        let texts = Array(repeating: "en en en 界", count: 300) + Array(repeating: "de de de 界", count: 3000)
        #expect(try await source(finder(), texts) == "de")
        #expect(recognizer.calls.count > 3)
        #expect(recognizer.calls.allSatisfy { $0.text.utf8.count <= 8192 })
        #expect(recognizer.calls.map(\.text).joined() == texts.map { $0 + "\n" }.joined())
    }

    @Test func `only locales that the engine translates from are asked about`() async throws {
        #expect(try await source(finder(["en", "de"]), ["en en fr"]) == "en")
        #expect(recognizer.calls.first?.candidates.map(\.spelling) == ["de", "en"])
    }

    @Test func `an engine that takes any source is asked about no locale in particular`() async throws {
        #expect(try await source(finder([nil]), ["fr"]) == "fr")
        #expect(recognizer.calls.first?.candidates.isEmpty == true)
    }

    @Test func `texts that show little are in the locale of the session`() async throws {
        let finder = finder()
        #expect(try await source(finder, ["de de"], session: "one") == "de")
        #expect(try await source(finder, ["x"], session: "one") == "de")
        let refused = await refusal { try await source(finder, ["x"], session: "two") }
        #expect(refused.hasPrefix("sourceLocale: "))
    }

    @Test func `a session belongs to its organization`() async throws {
        let finder = finder()
        #expect(try await source(finder, ["de de"], session: "one") == "de")
        let refused = await refusal { try await source(finder, ["x"], session: "one", of: elsewhere) }
        #expect(refused.hasPrefix("sourceLocale: "))
    }

    @Test func `a session's locale that the engine does not translate from is passed over`() async throws {
        let french = engine([
            ModelConfig(name: ModelName(provider: "any", model: "*"), rank: 1)
        ])
        let providers = [
            ScriptedProvider(name: "any", pairs: [pair(nil, "es")]) { _ in [] },
            ScriptedProvider(name: "scripted", pairs: [pair("en", "es"), pair("de", "es")]) { _ in [] },
        ]
        let rules = makeLocaleRules()
        let finder = SourceFinder(
            recognizer: recognizer, router: Router(providers: providers, rules: rules), rules: rules)
        #expect(try await source(finder, ["fr fr"], session: "one", engine: french) == "fr")
        let refused = await refusal { try await source(finder, ["x"], session: "one") }
        #expect(refused.hasPrefix("sourceLocale: "))
    }

    @Test func `texts that show little are in the one locale that the engine's models are for`() async throws
    {
        let own = engine([
            ModelConfig(source: tag("en"), name: ModelName(provider: "scripted", model: "*"), rank: 1),
            ModelConfig(source: tag("EN"), name: ModelName(provider: "other", model: "*"), rank: 2),
        ])
        #expect(try await source(finder(), ["x"], engine: own) == "en")
        #expect(try await source(finder(recognizes: false), ["Hello there"], engine: own) == "en")
        let two = engine([
            ModelConfig(source: tag("en"), name: ModelName(provider: "scripted", model: "*"), rank: 1),
            ModelConfig(name: ModelName(provider: "scripted", model: "*"), rank: 2),
        ])
        let refused = await refusal { try await source(finder(), ["x"], engine: two) }
        #expect(refused.hasPrefix("sourceLocale: "))
    }

    @Test func `texts that clearly are in another locale are not taken for the engine's`() async throws {
        let own = engine([
            ModelConfig(source: tag("en"), name: ModelName(provider: "scripted", model: "*"), rank: 1)
        ])
        let refused = await refusal { try await source(finder(["en"]), ["fr fr fr"], engine: own) }
        #expect(refused.hasPrefix("sourceLocale: is not given, and the texts look like fr"))
    }

    @Test func `without a recognizer and a source of the engine's own the call fails`() async {
        let refused = await refusal { try await source(finder(recognizes: false), ["Hello there"]) }
        #expect(refused.contains("No plugin that recognizes locales"))
    }

    @Test func `a call without texts is in no language`() async throws {
        #expect(try await source(finder(), []) == "und")
    }
}

@Suite struct SessionSourcesTests {
    private func key(_ number: Int) -> SessionSources.Key {
        SessionSources.Key(
            organization: OrganizationID(unchecked: "org_0000000000000001"), session: "\(number)")
    }

    @Test func `sessions are bounded, and those in use stay`() {
        var sessions = SessionSources(limit: 100)
        for number in 0..<10_000 {
            sessions.remember(tag("de"), for: key(number))
            #expect(sessions.source(for: key(0)) == tag("de"))
            #expect(sessions.count <= 100)
        }
        #expect(sessions.source(for: key(9999)) == tag("de"))
        #expect(sessions.source(for: key(1)) == nil)
    }

    @Test func `a session's newest locale counts`() {
        var sessions = SessionSources(limit: 4)
        sessions.remember(tag("de"), for: key(0))
        for number in 1...2 { sessions.remember(tag("fr"), for: key(number)) }
        sessions.remember(tag("en"), for: key(0))
        #expect(sessions.source(for: key(0)) == tag("en"))
    }
}
