// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import GatewayTestSupport
import Testing

@Suite struct HostServicesTests {
    private static let text = TextServices(
        sentences: { locale, text in
            text.utf8.enumerated().filter { $0.element == UInt8(ascii: ".") }.map { $0.offset + 1 }
        },
        scripts: { text in [(end: text.utf8.count, code: UInt32(0x4C61_746E))] })

    @Test(arguments: [
        ("clock", "x", "1 1 0"),
        ("parallelism", "x", "1"),
        ("sentences", "A. B. C.", "3: 2 5 0"),
        ("scripts", "abc", "1: 3 4c61746e -1"),
        ("unknown", "x", "1 1"),
    ])
    func `a service answers a plugin`(service: String, text: String, answer: String) async throws {
        let provider = try await Probe("services").load(text: Self.text).only
        #expect(try await provider.translate(TranslateCall(text, model: service)).texts == [answer])
    }

    @Test func `a plugin's log lines carry its names, are cut, and are readable`() async throws {
        let book = LogBook()
        let provider = try await Probe("services").load(logger: book.logger).only
        _ = try await provider.translate(TranslateCall("one\ntwo\u{1B}[0m", model: "log"))
        _ = try await provider.translate(TranslateCall(String(repeating: "ü", count: 600), model: "log"))
        let lines = book.lines.withLock { $0 }
        #expect(
            lines.first { $0.contains("says") }
                == "warning a plugin says plugin.id=test.services provider.name=probe text=one two [0m")
        #expect(lines.last?.hasSuffix("text=" + String(repeating: "ü", count: 500)) == true)
    }

    @Test func `lines past the limit of a second are counted and left out`() async throws {
        let book = LogBook()
        let provider = try await Probe("services").load(
            limits: ProviderLimits(logLines: 2), logger: book.logger
        ).only
        for _ in 0..<100 { _ = try await provider.translate(TranslateCall("x", model: "log")) }
        // A hundred calls may meet the turn of a second, hardly two.
        #expect((2...7).contains(book.lines.withLock { $0.count }))
    }
}

@Suite(.timeLimit(.minutes(1))) struct HostHTTPTests {
    @Test func `an exchange goes out and its answer comes back between calls`() async throws {
        let outbound = ScriptedOutbound { request in
            .success(
                OutboundResponse(
                    status: 418, headers: [("x-answer", "because \(request.headers[0].name)")],
                    body: Array("\(request.method) \(request.url) ".utf8) + request.body))
        }
        let loaded = try await Probe("fetch").load(outbound: outbound)
        try await withRunning(loaded) { (provider: any Provider) async throws in
            let reply = try await provider.translate(TranslateCall("http://a/"))
            #expect(reply.texts == ["0 418 because x-question POST http://a/ body"])
        }
    }

    @Test(arguments: [
        (OutboundError.forbidden(reason: "not there"), "8 0 not there"),
        (OutboundError.invalidURL(reason: "bad"), "1 0 bad"),
        (OutboundError.timedOut, "6 0 no answer in time"),
        (OutboundError.tooLarge, "9 0 the answer is too large"),
        (OutboundError.unreachable("gone"), "7 0 gone"),
    ])
    func `what fails outside has its status`(failure: OutboundError, answer: String) async throws {
        let loaded = try await Probe("fetch").load(outbound: ScriptedOutbound { _ in .failure(failure) })
        try await withRunning(loaded) { (provider: any Provider) async throws in
            #expect(try await provider.translate(TranslateCall("http://a/")).texts == [answer])
        }
    }

    @Test func `an exchange that is cancelled still ends, as cancelled`() async throws {
        let loaded = try await Probe("fetch").load(outbound: ScriptedOutbound { _ in nil })
        try await withRunning(loaded) { (provider: any Provider) async throws in
            let reply = try await provider.translate(TranslateCall("http://a/", model: "cancel"))
            #expect(reply.texts == ["10 0 cancelled"])
        }
    }

    @Test func `the end of a call cancels the exchange that serves it`() async throws {
        let probe = try Probe("fetch")
        let loaded = await probe.load(outbound: ScriptedOutbound { _ in nil })
        try await withRunning(loaded) { (provider: any Provider) async throws in
            let error = await failure(of: provider, TranslateCall("http://a/", in: .milliseconds(50)))
            #expect(error?.kind == .timedOut)
            #expect(try await probe.call("probe_await_end") == 10)
        }
    }

    @Test func `stopping ends every exchange before the instance is gone`() async throws {
        let probe = try Probe("fetch")
        let loaded = await probe.load(outbound: ScriptedOutbound { _ in nil })
        try await withRunning(loaded) { (provider: any Provider) async throws in
            async let reply = provider.translate(TranslateCall("http://a/", model: "orphan"))
            await until { loaded.loads["probe"]?.openCalls == 1 }
            await loaded.stop(grace: .milliseconds(100))
            #expect(try await reply.texts == ["10 0 cancelled"])
        }
    }

    @Test func `a plugin whose manifest names no network has none`() async throws {
        let probe = try Probe("fetch") { $0.members[6].value = "none" }
        let loaded = await probe.load(outbound: ScriptedOutbound { _ in .failure(.timedOut) })
        let error = await failure(of: try loaded.only, TranslateCall("http://a/"))
        #expect(error == ProviderError(.unavailable, "probe: not begun", retryAfter: nil))
    }

    private func withRunning(
        _ loaded: LoadedProviders, _ body: (any Provider) async throws -> Void
    ) async throws {
        async let running: Void = loaded.run()
        try await body(try loaded.only)
        await loaded.stop()
        await running
    }
}
