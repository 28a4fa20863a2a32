// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Testing

@Suite(.timeLimit(.minutes(1))) struct CallTests {
    @Test func `a call's parts reach the plugin, and its answer comes back`() async throws {
        let provider = try await Probe("echo").load().only
        let reply = try await provider.translate(TranslateCall("a", "", "⟦1⟧ ü", model: ""))
        #expect(reply.texts == ["a", "", "⟦1⟧ ü"])
        #expect(reply.model == "best")
        #expect(reply.usage == Usage(inputTokens: 6, outputTokens: 8, cost: 1))
        #expect(reply.unknownWords == 7)
        var call = TranslateCall("a⟦1⟧b⟦2⟧", model: "seen")
        call.segments[0].context = "page"
        call.segments[0].hints = ["menu", "file"]
        call.segments[0].spans = [
            TokenSpan(range: 1..<8, number: 1, kind: .open(partner: 1)),
            TokenSpan(range: 9..<16, number: 2, kind: .close(partner: 0)),
        ]
        call.seed = 9
        call.fast = true
        let seen = try await provider.translate(call)
        #expect(seen.texts == ["en>de seen|page|2:menu|2:1+7 k1 n1 p1|seed 9 fast 1 left 1"])
        #expect(seen.model == "seen")
    }

    @Test(arguments: [
        ("too_few_segments", "never handed over segment 1 of 2"),
        ("double_segment", "segment 0 twice"),
        ("segment_out_of_range", "segment 2 of 2"),
        ("invalid_utf8", "segment 0 is not UTF-8"),
        ("null_output", "segment 0 is not UTF-8"),
        ("huge_output", "longer than 65536 bytes"),
        ("unknown_status", "status 99 is unknown"),
        ("null_outcome", "without an outcome"),
        ("unasked_cancel", "nobody had cancelled"),
        ("wrong_kind", "a candidate to a call that did not ask"),
    ])
    func `a call of a plugin that breaks a promise is broken, and the error says which`(
        name: String, promise: String
    ) async throws {
        let provider = try await Probe(name).load(limits: ProviderLimits(outputBytes: 65_536)).only
        let error = await failure(of: provider, TranslateCall("one", "two"))
        #expect(error?.kind == .broken)
        #expect(error?.message.contains(promise) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: zip(1...9, ProviderError.Kind.allCases))
    func `each status is an error of its own kind`(status: Int, kind: ProviderError.Kind) async throws {
        let provider = try await Probe("fails").load().only
        let error = await failure(of: provider, TranslateCall("x", model: String(status)))
        #expect(error == ProviderError(kind, "probe: as told", retryAfter: .milliseconds(1500)))
    }

    @Test func `a second finish is a miss`() async throws {
        let provider = try await Probe("double_finish").load().only
        let before = ProviderCounters.current.missedTickets
        #expect(try await provider.translate(TranslateCall("x")).texts == ["0 0"])
        #expect(try await provider.translate(TranslateCall("x")).texts == ["1 0"])
        #expect(ProviderCounters.current.missedTickets >= before + 2)
    }

    @Test func `a segment after finish is a miss`() async throws {
        let provider = try await Probe("segment_after_finish").load().only
        let before = ProviderCounters.current.missedTickets
        #expect(try await provider.translate(TranslateCall("x")).texts == ["x"])
        #expect(ProviderCounters.current.missedTickets > before)
    }

    @Test(arguments: ["finish_late", "echo_async", "echo_blocking"])
    func `a call may end on any thread, before or after its function returned`(name: String) async throws {
        let loaded = try await Probe(name).load()
        let provider = try loaded.only
        try await withThrowingTaskGroup { group in
            for _ in 0..<64 {
                group.addTask { try await provider.translate(TranslateCall("late")).texts.count }
            }
            for try await count in group { #expect(count == 1) }
        }
        await until { loaded.loads["probe"]?.openCalls == 0 }
    }

    @Test func `an instance that blocks has one thread to itself`() async throws {
        let provider = try await Probe("echo_blocking").load().only
        for call in 1...3 {
            #expect(try await provider.translate(TranslateCall("x")).texts == ["call \(call)"])
        }
    }

    @Test func `pairs are asked for once`() async throws {
        let provider = try await Probe("echo").load().only
        let tags = ["en", "de", "fr", "nl"].map { LocaleTag(unchecked: $0) }
        for _ in 0..<2 {
            #expect(
                try await provider.pairs() == [
                    ProviderPair(
                        source: tags[0], target: tags[1], model: "m", quality: "draft",
                        pivot: [tags[2], tags[3]], note: "mended"),
                    ProviderPair(
                        source: nil, target: nil, model: "", refused: "its data is missing", byNameOnly: true),
                ])
        }
        let plain = try await Probe("fails").load().only
        #expect(try await plain.pairs() == [ProviderPair(source: nil, target: nil, model: "")])
    }

    @Test func `a model is warmed, or the provider says why not`() async throws {
        let provider = try await Probe("echo").load().only
        try await provider.warm(model: "m")
        await #expect(throws: ProviderError(.unsupportedPair, "probe: no such model")) {
            try await provider.warm(model: "n")
        }
        try await Probe("fails").load().only.warm(model: "n")
    }

    @Test func `a recognizer answers best first, and more than was asked for is broken`() async throws {
        let recognizer = try #require(try await Probe("echo").load().recognizer)
        let tags = ["sr-Latn", "hr"].map { LocaleTag(unchecked: $0) }
        let candidates = try await recognizer.recognize("dan", candidates: tags, limit: 2)
        #expect(
            candidates == [
                LocaleCandidate(locale: tags[0], confidence: 1),
                LocaleCandidate(locale: tags[1], confidence: 0.5),
            ])
        await #expect(throws: ProviderError.self) {
            try await recognizer.recognize("dan", candidates: tags, limit: 1)
        }
    }
}
