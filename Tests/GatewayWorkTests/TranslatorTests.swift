// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct TranslatorTests {
    @Test func `the answer has the shape of the content`() async throws {
        let order = try order(#"{"b":"one","a":{"n":1.50,"list":["two",null,""]}}"#, engine(of: ["scripted"]))
        let translation = try await translator([spanish()]).translate(order)
        #expect(order.json(translation) == #"{"b":"ONE","a":{"n":1.50,"list":["TWO",null,""]}}"#)
        #expect(translation.model?.description == "scripted/m")
        #expect(translation.warnings.isEmpty)
    }

    @Test func `equal texts are sent once`() async throws {
        let provider = spanish()
        let order = try order(#"{"a":"same","b":"same","c":["same"]}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(order.json(translation) == #"{"a":"SAME","b":"SAME","c":["SAME"]}"#)
        #expect(provider.calls.map(\.segments.count) == [1])
    }

    @Test func `texts that differ in normalization alone keep their own bytes`() async throws {
        let order = try order("{\"a\":\"caf\u{E9}\",\"b\":\"cafe\u{301}\"}", engine(of: ["scripted"]))
        let translation = try await translator([spanish { _ in "" }]).translate(order)
        #expect(
            translation.texts.map { Array($0.utf8) } == ["caf\u{E9}", "cafe\u{301}"].map { Array($0.utf8) })
    }

    @Test func `what has nothing to translate calls nobody`() async throws {
        let provider = spanish()
        let order = try order(#"{"a":"%d","b":"12 / 34","c":"{name}"}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(order.json(translation) == #"{"a":"%d","b":"12 / 34","c":"{name}"}"#)
        #expect(provider.calls.isEmpty)
        #expect(translation.model == nil)
        #expect(translation.usage == nil)
    }

    @Test func `white space at the ends never leaves the gateway`() async throws {
        let provider = spanish()
        let order = try order(#"{"a":"\n  hello\u00a0\t"}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(provider.calls[0].segments[0].text == "hello")
        #expect(translation.texts == ["\n  HELLO\u{A0}\t"])
    }

    @Test func `placeholders come back as they were`() async throws {
        let order = try order(#"{"a":"Hello {name}, %d of <b>new</b>"}"#, engine(of: ["scripted"]))
        let translation = try await translator([spanish()]).translate(order)
        #expect(translation.texts == ["HELLO {name}, %d OF <b>NEW</b>"])
    }

    @Test func `batches keep to what the provider takes`() async throws {
        let provider = spanish(traits: ProviderTraits(maximumSegments: 3, maximumBytes: 10, parallelCalls: 1))
        let order = try order(
            #"{"a":"aaaa","b":"bbbb","c":"cccc","d":"a text longer than ten bytes","e":"e","f":"f","g":"g","h":"h"}"#,
            engine(of: ["scripted"]))
        _ = try await translator([provider]).translate(order)
        #expect(provider.calls.map(\.segments.count) == [2, 1, 1, 3, 1])
    }

    @Test func `sentences go apart to a provider that wants them, and nothing between them changes`()
        async throws
    {
        let provider = spanish(traits: ProviderTraits(granularity: .sentence))
        let order = try order(#"{"a":"One is here.  Two is {x}.\n\nThree."}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(provider.calls[0].segments.count == 3)
        #expect(translation.texts == ["ONE IS HERE.  TWO IS {x}.\n\nTHREE."])
    }

    @Test func `a damaged token that can be mended costs no second call`() async throws {
        let provider = spanish { $0.replacing("⟦1⟧", with: "⟦ 1 ⟧") }
        let order = try order(#"{"a":"Hello {name}!"}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(translation.texts == ["Hello {name}!"])
        #expect(provider.calls.count == 1)
    }

    @Test func `a text that one model spoils goes to the next, and only that text`() async throws {
        let bad = spanish("bad") { $0.replacing("⟦1⟧", with: "") }
        let good = spanish("good")
        let order = try order(#"{"a":"Hello {name}","b":"fine"}"#, engine(of: ["bad", "good"]))
        let translation = try await translator([bad, good]).translate(order)
        #expect(translation.texts == ["HELLO {name}", "fine"])
        #expect(good.calls.flatMap { $0.segments.map(\.text) } == ["Hello ⟦1⟧"])
    }

    @Test func `a text that every model spoils is put together from the texts between its tokens`()
        async throws
    {
        let bad = spanish { $0.replacing("⟦1⟧", with: "").uppercased() }
        let order = try order(#"{"a":"Hello {name}, welcome"}"#, engine(of: ["scripted"]))
        let translation = try await translator([bad]).translate(order)
        #expect(translation.texts == ["HELLO {name}, WELCOME"])
        #expect(translation.warnings.isEmpty)
        #expect(translation.details["rejoined"] == .number("1"))
    }

    @Test func `a text that nothing mends keeps its source, with a warning, and costs the others nothing`()
        async throws
    {
        let bad = spanish { $0.contains("bad") ? "" : $0.uppercased() }
        let order = try order(#"{"x":{"a":"bad"},"b":"good"}"#, engine(of: ["scripted"]))
        let translation = try await translator([bad]).translate(order)
        #expect(translation.texts == ["bad", "GOOD"])
        #expect(translation.warnings.map(\.path) == ["x.a"])
        #expect(translation.warnings.map(\.check) == ["empty"])
    }

    @Test func `an engine may rather fail than keep a source text`() async throws {
        let bad = spanish { _ in "" }
        let order = try order(#"{"a":"bad"}"#, engine(of: ["scripted"], onUnverifiable: .fail))
        await #expect(throws: TranslationFailure.self) { try await translator([bad]).translate(order) }
    }

    @Test(arguments: [ProviderError.Kind.invalidInput, .broken, .refused])
    func `one text that a provider chokes on is sought out by halving`(_ kind: ProviderError.Kind)
        async throws
    {
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { call throws(ProviderError) in
            if call.segments.contains(where: { $0.text == "poison" }) { throw ProviderError(kind, "cannot") }
            return call.segments.map { $0.text.uppercased() }
        }
        let texts = (0..<20).map { $0 == 13 ? "\"t13\":\"poison\"" : "\"t\($0)\":\"text \($0)\"" }
        let order = try order("{" + texts.joined(separator: ",") + "}", engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(translation.texts.filter { $0.hasPrefix("TEXT") }.count == 19)
        #expect(translation.warnings.map(\.path) == ["t13"])
    }

    @Test func `one text that kills a provider's process is sought out by halving, with nothing beside it`()
        async throws
    {
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { call throws(ProviderError) in
            if call.segments.contains(where: { $0.text == "poison" }) {
                throw ProviderError(.unavailable, "its process died", isCrash: true)
            }
            return call.segments.map { $0.text.uppercased() }
        }
        let texts = (0..<20).map { $0 == 13 ? "\"t13\":\"poison\"" : "\"t\($0)\":\"text \($0)\"" }
        let order = try order("{" + texts.joined(separator: ",") + "}", engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(translation.texts.filter { $0.hasPrefix("TEXT") }.count == 19)
        #expect(translation.warnings.map(\.path) == ["t13"])
        #expect(translation.warnings[0].message.contains("its process died"))
        #expect(provider.calls.map(\.isSuspect).prefix(2) == [false, true])
        #expect(!provider.calls.dropFirst().map(\.isSuspect).contains(false))
        // Once as it came, once alone, and then halves.
        #expect(provider.calls.map(\.segments.count).prefix(4) == [20, 20, 10, 10])
    }

    @Test func `a document whose every text kills the process fails, and is not its own translation`()
        async throws
    {
        let dead = failing("scripted", ProviderError(.unavailable, "its process died", isCrash: true))
        let order = try order(#"{"a":"poison"}"#, engine(of: ["scripted"]))
        await #expect {
            try await translator([dead]).translate(order)
        } throws: { error in
            (error as? TranslationFailure)?.reason.contains(
                "No text was translated. unavailable, its process") == true
        }
    }

    @Test func `a batch that was only beside the text that killed the process is done whole`() async throws {
        let crashes = Locked(1)
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { call throws(ProviderError) in
            let dies = crashes.withLock { left in
                defer { left = 0 }
                return left > 0
            }
            if dies { throw ProviderError(.unavailable, "its process died", isCrash: true) }
            return call.segments.map { $0.text.uppercased() }
        }
        let order = try order(#"{"a":"one","b":"two"}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(translation.texts == ["ONE", "TWO"])
        #expect(translation.warnings.isEmpty)
        #expect(provider.calls.map(\.segments.count) == [2, 2])
    }

    @Test func `a provider that is out of reach is left for the next, and the step says why`() async throws {
        let down = failing("down", ProviderError(.unavailable, "no network"))
        let order = try order(#"{"a":"hello"}"#, engine(of: ["down", "scripted"]))
        let translation = try await translator([down, spanish()]).translate(order)
        #expect(translation.texts == ["HELLO"])
        #expect(translation.details["fallbacks"]?.array?.first?.object?["reason"] == "unavailable")
    }

    @Test func `when every model fails the failure names each, and retries if one may recover`() async throws
    {
        let order = try order(#"{"a":"hello"}"#, engine(of: ["one", "two"]))
        let work = translator([
            failing("one", ProviderError(.unauthorized, "bad key")),
            failing("two", ProviderError(.rateLimited, "slow down", retryAfter: .seconds(7))),
        ])
        await #expect {
            try await work.translate(order)
        } throws: { error in
            guard let failure = error as? TranslationFailure else { return false }
            return failure.isRetryable && failure.retryAfter == .seconds(7)
                && failure.reason.contains("one/m")
                && failure.reason.contains("bad key")
        }
    }

    @Test func `a batch that was kept is never sent again`() async throws {
        let provider = spanish(traits: ProviderTraits(maximumSegments: 2, parallelCalls: 1))
        let order = try order(#"{"a":"one","b":"two","c":"three","d":"four"}"#, engine(of: ["scripted"]))
        let kept = Locked<[BatchRecord]>([])
        let done = Locked<[Int]>([])
        let whole = try await translator([provider]).translate(order) { record, segmentsDone in
            kept.withLock { $0.append(record) }
            done.withLock { $0.append(segmentsDone) }
        }
        #expect(done.withLock { $0 } == [2, 4])
        let records = kept.withLock { $0 }.compactMap { BatchRecord($0.bytes) }
        #expect(records.count == 2)
        let again = spanish(traits: ProviderTraits(maximumSegments: 2, parallelCalls: 1))
        let resumed = try await translator([again]).translate(order, kept: [records[0]])
        #expect(resumed.texts == whole.texts)
        #expect(again.calls.flatMap { $0.segments.map(\.text) } == ["three", "four"])
    }

    @Test func `a document of one batch keeps none`() async throws {
        let order = try order(#"{"a":"one"}"#, engine(of: ["scripted"]))
        _ = try await translator([spanish()]).translate(order) { _, _ in Issue.record("a batch was kept") }
    }

    @Test func `cancelling the task ends the translation`() async throws {
        let order = try order(#"{"a":"one"}"#, engine(of: ["scripted"]))
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { _ throws(ProviderError) in
            do { try await Task.sleep(for: .seconds(60)) } catch {
                throw ProviderError(.cancelled, "cancelled")
            }
            return []
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await translator([provider]).translate(order)
                }
            }
            group.cancelAll()
        }
    }

    // MARK: Checks of the whole

    @Test func `what a check only doubts is delivered, and a warning says what it found`() async throws {
        let provider = spanish { $0.replacing("15", with: "10") }
        let order = try order(#"{"a":{"b":"Wait 15 minutes"},"c":"fine"}"#, engine(of: ["scripted"]))
        let translation = try await translator([provider]).translate(order)
        #expect(translation.texts == ["Wait 10 minutes", "fine"])
        #expect(translation.warnings.map(\.path) == ["a.b"])
        #expect(translation.warnings.map(\.check) == ["numbers"])
        #expect(translation.warnings.map(\.expected) == ["15"] && translation.warnings.map(\.found) == ["10"])
    }

    @Test func `a token that becomes something else beside its text is an error`() async throws {
        let bad = spanish("bad") { $0.replacing("\u{27E6}1\u{27E7}", with: "%\u{27E6}1\u{27E7}") }
        let order = try order(#"{"a":"Hello %s"}"#, engine(of: ["bad", "good"]))
        let translation = try await translator([bad, spanish("good")]).translate(order)
        #expect(translation.texts == ["HELLO %s"])
        #expect(translation.model?.provider == "good")
    }

    @Test func `a hint limits the length of a translation`() async throws {
        let json = #"{"a":"Save now"}"#
        let root = try #require(try JSONValue(parsing: json).object)
        let content = Content(root, hints: ["a": ["menu", "max-length: 4"]])
        let order = TranslationOrder(
            units: TranslationUnits(content, context: "", masker: Masker()), engine: engine(of: ["scripted"]),
            source: tag("en"), target: tag("es"), priority: .job, fast: false, deadline: nil)
        let translation = try await translator([spanish()]).translate(order)
        #expect(translation.warnings.map(\.check) == ["length"])
        #expect(translation.warnings.map(\.expected) == ["at most 4"])
    }

    @Test func `a test engine is not asked for the target's language`() async throws {
        let pair = ProviderPair(source: nil, target: nil, model: "m", quality: "test")
        let provider = ScriptedProvider(pairs: [pair]) { call in call.segments.map(\.text) }
        let order = try order(
            #"{"a":"please keep all these words as they are"}"#, engine(of: ["scripted"]), to: "ru")
        #expect(try await translator([provider]).translate(order).warnings.isEmpty)
    }

    @Test func `what an earlier attempt kept is warned of again`() async throws {
        let provider = spanish(traits: ProviderTraits(maximumSegments: 1, parallelCalls: 1)) {
            $0.replacing("15", with: "10")
        }
        let order = try order(#"{"a":"Wait 15 minutes","b":"two"}"#, engine(of: ["scripted"]))
        let kept = Locked<[BatchRecord]>([])
        let whole = try await translator([provider]).translate(order) { record, _ in
            kept.withLock { $0.append(record) }
        }
        let resumed = try await translator([provider]).translate(order, kept: kept.withLock { $0 })
        #expect(resumed.warnings == whole.warnings && whole.warnings.count == 1)
    }

    @Test(arguments: [("es-AR", ["es-AR es"]), ("es-ES", []), ("es", [])])
    func `a locale of another region that stood in is told`(target: String, expected: [String]) async throws {
        let order = try order(#"{"a":"hello"}"#, engine(of: ["scripted"]), to: target)
        let warnings = try await translator([spanish()]).translate(order).warnings
        #expect(warnings.map { "\($0.expected ?? "") \($0.found ?? "")" } == expected)
        #expect(warnings.allSatisfy { $0.check == "locale" })
    }

    @Test(arguments: [
        ("syntax: text", "Call %s {x} now", "CALL %S {X} NOW"),
        ("syntax: text", "{n, plural, other {a word}}", "{N, PLURAL, OTHER {A WORD}}"),
        ("syntax: icu", "Call %s {x} now", "CALL %S {x} NOW"),
    ])
    func `a syntax that a hint leaves out is prose for the checks too`(
        hint: String, source: String, expected: String
    ) async throws {
        let content = Content(JSONObject([.init("a", .string(source))]), hints: ["a": [hint]])
        let order = TranslationOrder(
            units: TranslationUnits(content, context: "", masker: Masker()), engine: engine(of: ["scripted"]),
            source: tag("en"), target: tag("es"), priority: .job, fast: false, deadline: nil)
        let translation = try await translator([spanish()]).translate(order)
        #expect(translation.texts == [expected])
        #expect(translation.warnings.isEmpty)
    }
}
