// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import GatewayTestSupport
import Glibc
import Testing

@Suite(.timeLimit(.minutes(2))) struct IsolationTests {
    @Test func `a call's parts reach a plugin in a process of its own, and its answer comes back`()
        async throws
    {
        try await isolated("echo") { (provider: any Provider, _: LoadedProviders) async throws in
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
        }
    }

    @Test func `pairs, candidates and models go both ways as in the gateway's process`() async throws {
        let tags = ["en", "de", "fr", "nl", "sr-Latn", "hr"].map { LocaleTag(unchecked: $0) }
        try await isolated("echo") { (provider: any Provider, loaded: LoadedProviders) async throws in
            for _ in 0..<2 {
                #expect(
                    try await provider.pairs() == [
                        ProviderPair(
                            source: tags[0], target: tags[1], model: "m", quality: "draft",
                            pivot: [tags[2], tags[3]], note: "mended"),
                        ProviderPair(
                            source: nil, target: nil, model: "", refused: "its data is missing",
                            byNameOnly: true),
                    ])
            }
            try await provider.warm(model: "m")
            await #expect(throws: ProviderError(.unsupportedPair, "probe: no such model")) {
                try await provider.warm(model: "n")
            }
            let recognizer = try #require(loaded.recognizer)
            let candidates = try await recognizer.recognize("dan", candidates: Array(tags[4...]), limit: 2)
            #expect(
                candidates == [
                    LocaleCandidate(locale: tags[4], confidence: 1),
                    LocaleCandidate(locale: tags[5], confidence: 0.5),
                ])
        }
    }

    @Test func `a prompt's parts reach the plugin, and its answer comes back`() async throws {
        try await isolated("generates") { (provider: any Provider, _: LoadedProviders) async throws in
            #expect(provider.generates)
            let call = GenerateCall(
                model: "m",
                messages: [PromptMessage(.system, "a", isStable: true), PromptMessage(.user, "bc")],
                schema: (name: "n", text: "{}"), maximumOutputTokens: 9, temperature: 0.5,
                deadline: .now + .seconds(60), priority: .synchronous, seed: 7, fast: true, traceParent: "t")
            let here = try await Probe("generates").load().only.generate(call)
            let there = try await provider.generate(call)
            #expect(there.text == here.text)
            #expect(there.usage == here.usage)
            #expect(there.stop == here.stop)
        }
    }

    @Test(arguments: [
        ("too_few_segments", "never handed over segment 1 of 2"),
        ("invalid_utf8", "segment 0 is not UTF-8"),
        ("huge_output", "longer than 65536 bytes"),
        ("unknown_status", "status 99 is unknown"),
        ("wrong_kind", "a candidate to a call that did not ask"),
    ])
    func `a call of a plugin that breaks a promise is broken, and the error says which`(
        name: String, promise: String
    ) async throws {
        try await isolated(name, limits: ProviderLimits(outputBytes: 65_536)) { provider, loaded in
            let error = await failure(of: provider, TranslateCall("one", "two"))
            #expect(error?.kind == .broken)
            #expect(error?.message.contains(promise) == true, "\(error?.message ?? "")")
            #expect(loaded.loads["probe"]?.crashes == 0)
        }
    }

    @Test(arguments: zip(1...9, ProviderError.Kind.allCases))
    func `each status is an error of its own kind`(status: Int, kind: ProviderError.Kind) async throws {
        try await isolated("fails") { (provider: any Provider, _: LoadedProviders) async throws in
            let error = await failure(of: provider, TranslateCall("x", model: String(status)))
            #expect(error == ProviderError(kind, "probe: as told", retryAfter: .milliseconds(1500)))
        }
    }

    @Test(arguments: [
        "finish_late", "echo_async", "echo_blocking", "deadly", "deadly_blocking", "double_finish",
    ])
    func `many calls at once all end, on whatever thread the plugin ends them`(name: String) async throws {
        try await isolated(name) { provider, loaded in
            try await withThrowingTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await provider.translate(TranslateCall("late", model: "twice")).texts.count
                    }
                }
                for try await count in group { #expect(count == 1) }
            }
            #expect(loaded.loads["probe"]?.openCalls == 0)
            #expect(loaded.loads["probe"]?.crashes == 0)
        }
    }

    @Test func `settings, secrets, log and text services reach a plugin in its own process`() async throws {
        let book = LogBook()
        let loaded = try await Probe("services").load(
            settings: JSONObject([.init("n", 2)]), logger: book.logger, isolation: .process)
        let provider = try loaded.only
        #expect(try await provider.translate(TranslateCall("x", model: "settings")).texts == ["{\"n\":2}"])
        #expect(try await provider.translate(TranslateCall("x", model: "clock")).texts == ["1 1 0"])
        #expect(
            try await provider.translate(TranslateCall("A b. C d.", model: "sentences")).texts == ["2: 5 9 0"]
        )
        _ = try await provider.translate(TranslateCall("one\ntwo\u{1B}[0m", model: "log"))
        _ = try await provider.translate(TranslateCall("x", model: "settings"))
        let lines = book.lines.withLock { $0.filter { $0.contains("says") } }
        #expect(
            lines == ["warning a plugin says plugin.id=test.services provider.name=probe text=one two [0m"])
        await loaded.stop()
    }

    @Test func `what a process gives up is gone`() async throws {
        let folder = "/tmp/dragoman-isolation-\(UInt64.random(in: 0 ... .max))"
        defer { try? ChildProcess.run(["rm", "-rf", folder]) }
        setenv("DRAGOMAN_TEST_SECRET", "x", 1)
        let loaded = try await Probe("deadly").load(isolation: .process, dataDirectory: folder)
        let provider = try loaded.only
        func told(_ question: String) async throws -> String {
            try await provider.translate(TranslateCall(question)).texts[0]
        }
        #expect(try await told("?signals") == "-1 0 0")
        // Null three times, the socket, and what the runtime itself opens.
        let files = try #require(Int(try await told("?files")))
        #expect(files <= 8)
        #expect(try await told("?network") == "1 1 1 0")
        let variables = try await told("?environment").split(separator: " ").sorted()
        #expect(variables == ["HOME", "LANG", "PATH", "SWIFT_BACKTRACE"])
        let home = try await told("?folder")
        #expect(home.hasSuffix("/test.deadly"))
        let limits = try await told("?limits")
        #expect(limits == "0 1")
        await loaded.stop()
    }

    @Test func `a plugin that declares a network of its own has sockets`() async throws {
        let probe = try Probe("deadly") { $0.members[6].value = "own" }
        let loaded = await probe.load(isolation: .process)
        let told = try await loaded.only.translate(TranslateCall("?network")).texts[0]
        #expect(told.hasPrefix("0 "))
        await loaded.stop()
    }

    @Test func `without a word of the operator's, a foreign plugin has a process of its own`() async throws {
        let loaded = try await Probe("echo").load(isolation: nil)
        #expect(loaded.loads["probe"]?.processes?.count == 1)
        await loaded.stop()
    }

    @Test(arguments: [
        ("no_symbol", "no symbol dragoman_plugin_v1"),
        ("create_fails", "no instance can be made: no licence file"),
        ("dies_early", "was ended by signal 11 (Segmentation fault) before it was ready"),
    ])
    func `a plugin that cannot be loaded is refused, and the list says why`(name: String, reason: String)
        async throws
    {
        let loaded = try await Probe(name).load(isolation: .process)
        #expect(loaded.providers.isEmpty)
        #expect(loaded.refusal?.contains(reason) == true, "\(loaded.refusal ?? "")")
    }
}

@Suite(.timeLimit(.minutes(1))) struct IsolatedExchangeTests {
    @Test func `an exchange is made by the gateway, and its answer comes back`() async throws {
        let outbound = ScriptedOutbound { request in
            .success(
                OutboundResponse(
                    status: 418, headers: [("x-answer", "because \(request.headers[0].name)")],
                    body: Array("\(request.method) \(request.url) ".utf8) + request.body))
        }
        try await withRunning(outbound) { (provider: any Provider) async throws in
            let reply = try await provider.translate(TranslateCall("http://a/"))
            #expect(reply.texts == ["0 418 because x-question POST http://a/ body"])
        }
    }

    @Test(arguments: [
        (OutboundError.forbidden(reason: "not there"), "8 0 not there"),
        (OutboundError.timedOut, "6 0 no answer in time"),
        (OutboundError.unreachable("gone"), "7 0 gone"),
    ])
    func `what fails outside has its status`(failure: OutboundError, answer: String) async throws {
        try await withRunning(ScriptedOutbound { _ in .failure(failure) }) {
            (provider: any Provider) async throws in
            #expect(try await provider.translate(TranslateCall("http://a/")).texts == [answer])
        }
    }

    @Test func `an exchange that is cancelled still ends, as cancelled`() async throws {
        try await withRunning(ScriptedOutbound { _ in nil }) { (provider: any Provider) async throws in
            let reply = try await provider.translate(TranslateCall("http://a/", model: "cancel"))
            #expect(reply.texts == ["10 0 cancelled"])
        }
    }

    @Test func `the end of a call cancels the exchange that serves it`() async throws {
        try await withRunning(ScriptedOutbound { _ in nil }) { (provider: any Provider) async throws in
            let error = await failure(of: provider, TranslateCall("http://a/", in: .milliseconds(50)))
            #expect(error?.kind == .timedOut)
        }
    }

    @Test func `a plugin whose manifest names no network has none`() async throws {
        let probe = try Probe("fetch") { $0.members[6].value = "none" }
        let loaded = await probe.load(
            outbound: ScriptedOutbound { _ in .failure(.timedOut) }, isolation: .process)
        let error = await failure(of: try loaded.only, TranslateCall("http://a/"))
        #expect(error == ProviderError(.unavailable, "probe: not begun"))
        await loaded.stop()
    }

    private func withRunning(
        _ outbound: ScriptedOutbound, _ body: (any Provider) async throws -> Void
    ) async throws {
        let loaded = try await Probe("fetch").load(outbound: outbound, isolation: .process)
        async let running: Void = loaded.run()
        try await body(try loaded.only)
        await until { loaded.loads["probe"]?.openCalls == 0 }
        await loaded.stop()
        await running
    }
}

/// Loads a probe in a process of its own, lets `body` use its only provider and stops it.
func isolated(
    _ name: String, instances: Int? = nil, limits: ProviderLimits = ProviderLimits(), memory: Int? = nil,
    logger: LogBook? = nil, _ body: (any Provider, LoadedProviders) async throws -> Void
) async throws {
    let loaded = try await Probe(name).load(
        instances: instances, limits: limits, logger: logger?.logger ?? .silent, isolation: .process,
        memory: memory)
    let provider = try loaded.only
    try await body(provider, loaded)
    await loaded.stop(grace: .seconds(1))
}
