// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Glibc
import Testing

/// Providers that change while the gateway runs.
@Suite(.timeLimit(.minutes(1))) struct ReloadTests {
    private func configuration(
        _ probe: Probe, _ instances: [ProvidersConfiguration.Instance]
    ) -> ProvidersConfiguration {
        ProvidersConfiguration(
            directories: [probe.folder], instances: instances, logger: .silent, program: Probe.program)
    }

    private func instance(
        _ name: String, _ provider: String, _ isolation: ProvidersConfiguration.Isolation = .none,
        warm: Bool = false, secret: String? = nil
    ) -> ProvidersConfiguration.Instance {
        .init(
            name: name, provider: provider,
            settings: JSONObject(warm ? [.init("temperature", .number("1"))] : []), instances: 1,
            secrets: secret.map { ["api_key": .file($0)] } ?? [:], isolation: isolation)
    }

    @Test(arguments: [ProvidersConfiguration.Isolation.none, .process])
    func `what is new is there at once, what stays is not touched, what is gone ends with its calls`(
        isolation: ProvidersConfiguration.Isolation
    ) async throws {
        let probe = try Probe("deadly_blocking")
        func one(_ name: String) -> ProvidersConfiguration.Instance {
            instance(name, "deadly-blocking", isolation)
        }
        let loaded = await loadPlugins(configuration(probe, [one("stays"), one("goes")]))
        async let running: Void = loaded.run()
        let (stays, goes) = (loaded.providers[0], loaded.providers[1])
        async let slow = goes.translate(TranslateCall("slower well"))
        await until { loaded.loads["goes"]?.openCalls == 1 }
        let change = try #require(await loaded.apply(configuration(probe, [one("new"), one("stays")])))
        #expect(change.added == ["new"] && change.removed == ["goes"] && change.kept == ["stays"])
        #expect(change.replaced.isEmpty && change.renewed.isEmpty && change.refused.isEmpty)
        #expect(loaded.providers.map(\.name) == ["new", "stays"])
        #expect(loaded.providers[1] as AnyObject === stays as AnyObject)
        #expect(try await loaded.providers[0].translate(TranslateCall("well")).texts == ["well"])
        // A call that was under way has its answer; soon no further one is taken.
        #expect(try await slow.texts == ["slower well"])
        while (try? await goes.translate(TranslateCall("well"))) != nil { await Task.yield() }
        #expect(await failure(of: goes, TranslateCall("well"))?.kind == .unavailable)
        await loaded.stop(grace: .seconds(1))
        await running
    }

    @Test(arguments: [ProvidersConfiguration.Isolation.none, .process])
    func `credentials are read anew, and nothing else of a provider begins anew`(
        isolation: ProvidersConfiguration.Isolation
    ) async throws {
        let file = "/tmp/dragoman-secret-\(getpid())-\(isolation)"
        try write(Array("sk-123".utf8), to: file)
        defer { unlink(file) }
        let probe = try Probe("generates") { manifest in
            manifest.members[5].value = [["id": "generates", "revision": "1", "secrets": ["api_key"]]]
        }
        let own = configuration(probe, [instance("probe", "generates", isolation, secret: file)])
        let loaded = await loadPlugins(own)
        func told() async throws -> String {
            let call = GenerateCall(
                model: "m", messages: [], deadline: .now + .seconds(60), priority: .job)
            return String(try await loaded.only.generate(call).text.suffix(11))
        }
        #expect(try await told() == "secret 6 -1")
        let processes = loaded.loads["probe"]?.processes
        try write(Array("sk-123456".utf8), to: file)
        #expect(await loaded.apply(own)?.renewed == ["probe"])
        while try await told() != "secret 9 -1" { await Task.yield() }
        #expect(loaded.loads["probe"]?.processes == processes)
        #expect(loaded.secrets.contains("sk-123456"))
        #expect(await loaded.apply(own)?.kept == ["probe"])
        // A credential that is gone takes nothing away.
        unlink(file)
        let refused = try #require(await loaded.apply(own)?.refused)
        #expect(refused.map(\.name) == ["probe"] && refused[0].reason.contains("cannot be read"))
        #expect(try await told() == "secret 9 -1")
        await loaded.stop()
    }

    @Test func `other settings make another provider, and faulty ones leave the one there was`() async throws
    {
        let probe = try Probe("generates")
        let loaded = await loadPlugins(configuration(probe, [instance("probe", "generates")]))
        let first = try loaded.only
        let change = await loaded.apply(configuration(probe, [instance("probe", "generates", warm: true)]))
        #expect(change?.replaced == ["probe"])
        let second = try loaded.only
        #expect(first.revision != second.revision)
        var faulty = instance("probe", "generates")
        faulty.instances = 0
        let refused = await loaded.apply(configuration(probe, [faulty, instance("other", "nobody")]))
        #expect(refused?.refused.map(\.name) == ["probe"])
        #expect(try loaded.only as AnyObject === second as AnyObject)
        #expect(loaded.listings.contains { $0.refused?.contains("no usable plugin brings") == true })
        await loaded.stop()
    }

    @Test func `what tells locales stays, whatever a later configuration says`() async throws {
        let probe = try Probe("echo")
        let loaded = await loadPlugins(configuration(probe, [instance("teller", "echo")]))
        try #require(loaded.recognizer != nil)
        let change = try #require(await loaded.apply(configuration(probe, [])))
        #expect(change.removed.isEmpty && change.refused.map(\.name) == ["teller"])
        #expect(loaded.recognizer != nil && loaded.providers.map(\.name) == ["teller"])
        #expect(try await loaded.only.translate(TranslateCall("well")).texts == ["well"])
        await loaded.stop()
    }
}
