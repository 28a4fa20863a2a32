// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayEgress
import GatewayProviders
import GatewayWork
import Logging
import Testing

@testable import dragoman

@Suite struct ConfigurationTests {
    /// The mistakes of a configuration, one a line.
    private func mistakes(
        _ file: String? = nil, environment: [String: String] = [:], settings: [String] = []
    ) -> [String] {
        do throws(ConfigurationError) {
            _ = try Configuration(
                ConfigurationSources(file: file, environment: environment, settings: settings))
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    @Test func `nothing written means the defaults, on loopback`() throws {
        let configuration = try Configuration(ConfigurationSources())
        #expect(configuration.data == "./data")
        #expect(configuration.server.host == "127.0.0.1")
        #expect(configuration.server.port == 8080)
        #expect(configuration.server.limits == RequestLimits())
        #expect(configuration.work.lease == .seconds(60))
        #expect(configuration.work.synchronousDeadline == .seconds(55))
        #expect(configuration.plugins.instances.map(\.name) == ["apertium", "pseudo", "recognizer"])
        #expect(
            configuration.engine.models == [
                ModelConfig(name: ModelName(provider: "apertium", model: "*"), rank: 1),
                ModelConfig(name: ModelName(provider: "pseudo", model: "*"), rank: 2),
            ])
        #expect(!configuration.egress.allowLoopback)
        #expect(configuration.log.level == .info)
    }

    @Test func `the example file says what nothing written means`() throws {
        let example = try FileText.read(Self.exampleFile)
        #expect(example == ConfigurationExample.text, "write it anew: dragoman config example")
        #expect(mistakes(example) == [])
        for key in Configuration.declarations.keys {
            #expect(example.contains("\(key.path.split(separator: ".").last ?? ""):"))
        }
    }

    @Test func `instructions and voices are read with their locales`() throws {
        let file = """
            engine:
              instructions:
                - {name: address, target: de, text: Duzen.}
                - {target: "*", text: Be brief.}
              brand_voices:
                - {target: pt-BR, text: Warm.}
            """
        let engine = try Configuration(ConfigurationSources(file: file)).engine
        #expect(
            engine.instructions == [
                Instruction(name: "address", target: LocaleTag(unchecked: "de"), text: "Duzen."),
                Instruction(name: "", text: "Be brief."),
            ])
        #expect(engine.voices == [BrandVoice(target: LocaleTag(unchecked: "pt-BR"), text: "Warm.")])
        let wrong = """
            engine:
              instructions: [{name: x}]
              brand_voices: [{target: "*", text: a}, {target: de, text: a}, {target: de, text: b}, {text: c}]
            """
        #expect(
            mistakes(wrong).map { $0.split(separator: ":")[0] } == [
                "engine.instructions[0].text", "engine.brand_voices[0].target",
                "engine.brand_voices[3].target",
                "engine.brand_voices[1].target",
            ])
    }

    @Test func `credentials are named, never written, and a base URL opens the way to itself`() throws {
        let file = """
            providers:
              house:
                provider: openai
                secrets: {api_key: "env:HOUSE_KEY", other: "file:/run/key"}
                settings: {base_url: "http://10.0.0.7:8000/v1"}
            """
        let plugins = try Configuration(ConfigurationSources(file: file)).plugins
        #expect(
            plugins.instances[0].secrets == [
                "api_key": .environment("HOUSE_KEY"), "other": .file("/run/key"),
            ])
        #expect(plugins.baseURLs == [EgressRules.Endpoint(host: "10.0.0.7", port: 8000)])
        #expect(
            mistakes("providers: {a: {secrets: {api_key: sk-123}}}\n")[0].hasPrefix(
                "providers.a.secrets.api_key: must be env:VARIABLE or file:PATH, got something else"))
    }

    @Test func `a file may be empty, and so may a section`() {
        #expect(mistakes("") == [])
        #expect(mistakes("# nothing\n") == [])
        #expect(mistakes("server:\nlog: ~\n") == [])
    }

    @Test func `all mistakes are told together, with line, what was got and what is allowed`() {
        let file = """
            data: [a]
            server:
              port: 70000
              hsot: example
            limits: 5
            log:
              level: loud
            telemetry: true
            """
        let found = mistakes(
            file, environment: ["DRAGOMAN_WORK_LEASE": "soon"], settings: ["sync.max_chars=0", "nonsense"])
        #expect(
            found == [
                "\"nonsense\" must have the form key=value, such as server.port=8080 (--set)",
                "data: must be a path, got a list (line 1)",
                "server.port: must be a whole number from 0 to 65535, got \"70000\" (line 3)",
                "sync.max_chars: must be a whole number from 1 to 100000000, got \"0\" (--set)",
                "work.lease: must be a time from 5s to 1h, such as 55s, got \"soon\" (DRAGOMAN_WORK_LEASE)",
                "log.level: must be one of trace, debug, info, notice, warning, error, critical, got \"loud\" (line 7)",
                "server.hsot: is not a key of the configuration; did you mean \"server.host\"? (line 4)",
                "limits: must be a map of keys, got \"5\" (line 5)",
                "telemetry: is not a key of the configuration (line 8)",
            ])
    }

    @Test(arguments: [
        ("server.prot=1", "server.port"), ("servr.port=1", "server"), ("sevrer={}", "server"),
        ("limits.target_locals=3", "limits.target_locales"), ("work.maxattempts=3", "work.max_attempts"),
        ("providers.pseudo.setings={}", "providers.pseudo.settings"),
    ])
    func `an unknown key is named with the nearest known one`(setting: String, nearest: String) {
        let found = mistakes(settings: [setting])
        #expect(found.count == 1)
        #expect(found.first?.contains("did you mean \"\(nearest)\"?") == true)
    }

    @Test func `a file that is no YAML is told with its line`() {
        #expect(mistakes("server:\n  port: [1\n").first?.contains("the file cannot be read") == true)
        #expect(mistakes("server:\n\tport: 1\n").first?.contains("(line 2)") == true)
        #expect(
            mistakes("- a\n") == [
                "the file cannot be read: the file must be a map of keys, got a list (line 1)"
            ])
        #expect(
            mistakes("data: a\ndata: b\n").first?.contains("a map names \"data\" twice") == true)
    }

    @Test func `the environment wins over the file, and --set over both`() throws {
        let file = "server: {port: 1, host: a}\nlog: {level: debug}"
        let configuration = try Configuration(
            ConfigurationSources(
                file: file,
                environment: [
                    "DRAGOMAN_SERVER_PORT": "2", "DRAGOMAN_SERVER_HOST": "b", "DRAGOMAN_LOG_LEVEL": "",
                ],
                settings: ["server.port=3", "server.port=4"]))
        #expect(configuration.server.port == 4)
        #expect(configuration.server.host == "b")
        #expect(configuration.log.level == .debug, "an empty variable is not set")
    }

    @Test func `a variable of a section that is no key is told, others are left alone`() {
        #expect(
            mistakes(environment: ["DRAGOMAN_SERVER_PROT": "1"]) == [
                "the variable names no key of the configuration; did you mean DRAGOMAN_SERVER_PORT? (DRAGOMAN_SERVER_PROT)"
            ])
        let others = [
            "DRAGOMAN_BOOTSTRAP_KEY_FILE": "x", "DRAGOMAN_PORT": "tcp://10.0.0.1:80",
            "DRAGOMAN_SERVICE_HOST": "a",
        ]
        #expect(mistakes(environment: others) == [])
    }

    @Test func `no is Norwegian where a locale stands, and no boolean anywhere`() throws {
        let file = """
            engine:
              models:
                - {source: no, target: on, model: pseudo/*}
            providers:
              pseudo: {settings: {a: no, b: true, c: "true", d: 1.50, e: ~, f: [y, 0x1F]}}
            """
        // `on` is no language of two to eight letters that ICU knows, but it is a well-formed tag.
        let configuration = try Configuration(ConfigurationSources(file: file))
        #expect(configuration.engine.models.first?.source?.spelling == "no")
        #expect(configuration.engine.models.first?.target?.spelling == "on")
        let settings = try #require(configuration.plugins.instances.first?.settings)
        #expect(
            settings
                == JSONObject([
                    .init("a", "no"), .init("b", true), .init("c", "true"), .init("d", .number("1.50")),
                    .init("e", nil), .init("f", ["y", "0x1F"]),
                ]))
        #expect(
            mistakes("egress: {allow_loopback: yes}") == [
                "egress.allow_loopback: must be true or false, got \"yes\" (line 1)"
            ])
    }

    @Test func `--set reaches into a default map and keeps the rest of it`() throws {
        let configuration = try Configuration(
            ConfigurationSources(settings: ["providers.pseudo.settings.latency_ms=100"]))
        #expect(configuration.plugins.instances.map(\.name) == ["apertium", "pseudo", "recognizer"])
        #expect(
            configuration.plugins.instances.first { $0.name == "pseudo" }?.settings["latency_ms"]
                == .number("100"))
    }

    @Test func `a file's providers replace the default ones, and the default models follow`() throws {
        let configuration = try Configuration(
            ConfigurationSources(file: "providers: {fake: {provider: pseudo, instances: 2}, pseudo: {}}"))
        #expect(configuration.plugins.instances.map(\.provider) == ["pseudo", "pseudo"])
        #expect(configuration.plugins.instances.first?.instances == 2)
        #expect(configuration.engine.models.map(\.name.provider) == ["pseudo"])
    }

    @Test func `mistakes inside providers and models are told by path`() {
        let file = """
            providers:
              Bad Name: {}
              pseudo: {instances: 0, setting: {}, settings: 3}
              other: text
            engine:
              on_unverifiable: ignore
              models:
                - {model: pseduo/*, rank: 0}
                - {source: en_US, target: de}
                - pseudo/*
                - {model: /x}
            """
        #expect(
            mistakes(file).map { String($0.prefix { $0 != "," }) } == [
                "providers.Bad Name: a provider's name holds only a-z",
                "providers.pseudo.setting: is not a key of the configuration; did you mean \"providers.pseudo.settings\"? (line 3)",
                "providers.pseudo.instances: must be a whole number from 1 to 1024",
                "providers.pseudo.settings: must be a map",
                "providers.other: must be a map",
                "engine.on_unverifiable: must be one of source",
                "engine.models[0].rank: must be a whole number from 1 to 1000",
                "engine.models[0].model: no provider is named \"pseduo\"; did you mean \"pseudo\"? (line 8)",
                "engine.models[1].source: must be a BCP 47 locale such as pt-BR",
                "engine.models[1].model: is missing (line 9)",
                "engine.models[2]: must be a map with `model`",
                "engine.models[3].model: must be provider/model",
            ])
    }

    @Test func `what may be reached is opened for providers, or for the purposes that are named`() throws {
        let file = """
            egress:
              allow_loopback: true
              ca_file: /etc/authority.pem
              allow:
                - LLM.internal:443
                - {to: "[0::1]:8080"}
                - {to: 10.0.0.0/8, for: [callback, link]}
                - {to: "fd00::/8", for: callback}
                - {to: hooks.internal:8443, for: [provider, callback]}
            """
        let egress = try Configuration(ConfigurationSources(file: file)).egress
        let hooks = EgressRules.Endpoint(host: "hooks.internal", port: 8443)
        let networks = try ["10.0.0.0/8", "fd00::/8"].map { try #require(AddressRange($0)) }
        #expect(
            egress.rules(for: .provider)
                == EgressRules(
                    allowed: [.init(host: "llm.internal", port: 443), .init(host: "::1", port: 8080), hooks],
                    allowLoopback: true, caFile: "/etc/authority.pem"))
        #expect(
            egress.rules(for: .callback)
                == EgressRules(
                    allowed: [hooks], networks: networks, allowLoopback: true, requiresTLS: true,
                    caFile: "/etc/authority.pem"))
        #expect(
            egress.rules(for: .link)
                == EgressRules(
                    networks: [networks[0]], allowLoopback: true, requiresTLS: true,
                    caFile: "/etc/authority.pem"))
    }

    @Test func `nothing is opened by default, and TLS is required where a client names the URL`() throws {
        let egress = try Configuration(ConfigurationSources()).egress
        #expect(egress.rules(for: .provider) == EgressRules())
        #expect(egress.rules(for: .callback) == EgressRules(requiresTLS: true))
        #expect(egress.rules(for: .link) == EgressRules(requiresTLS: true))
    }

    @Test func `a single endpoint stands for a list of one, also in the environment`() throws {
        let name = "DRAGOMAN_EGRESS_ALLOW"
        for text in ["llm.internal:443", "['llm.internal:443']"] {
            let configuration = try Configuration(ConfigurationSources(environment: [name: text]))
            let rules = configuration.egress.rules(for: .provider)
            #expect(rules.allowed == [.init(host: "llm.internal", port: 443)])
        }
    }

    @Test func `mistakes in what may be reached are told by path`() {
        let file = """
            egress:
              ca_file: [a]
              allow:
                - http://x:1
                - llm.internal
                - 10.0.0.0/8
                - {to: 10.0.0.1/8}
                - {to: "llm.internal:70000", for: []}
                - {for: [callbacks, link]}
                - {to: "a:1", fro: link}
                - [a]
            """
        #expect(
            mistakes(file) == [
                "egress.ca_file: must be a path, or empty for none, got a list (line 2)",
                "egress.allow[0]: must be host:port, such as llm.internal:443, got \"http://x:1\" (line 4)",
                "egress.allow[1]: must be host:port, such as llm.internal:443, got \"llm.internal\" (line 5)",
                "egress.allow[2]: must be host:port, such as llm.internal:443, got \"10.0.0.0/8\" (line 6)",
                "egress.allow[3].to: must be host:port, such as llm.internal:443, or a network, such as 10.0.0.0/8, got \"10.0.0.1/8\" (line 7)",
                "egress.allow[4].for: must name a purpose: one of provider, callback, link (line 8)",
                "egress.allow[4].to: must be host:port, such as llm.internal:443, or a network, such as 10.0.0.0/8, got \"llm.internal:70000\" (line 8)",
                "egress.allow[5].for[0]: must be one of provider, callback, link, got \"callbacks\" (line 9)",
                "egress.allow[5].to: is missing (line 9)",
                "egress.allow[6].fro: is not a key of the configuration; did you mean \"egress.allow[6].for\"? (line 10)",
                "egress.allow[7]: must be host:port, such as llm.internal:443, got a list (line 11)",
            ])
        #expect(
            mistakes(settings: ["egress.allow={to: x}"]) == [
                "egress.allow: must be a list, got a map (--set)"
            ])
    }

    @Test func `a proxy is for providers alone, and its credentials are somewhere else`() throws {
        let file = """
            egress:
              proxy: http://proxy.internal:3128
              proxy_credentials: env:PROXY_CREDENTIALS
              no_proxy: [internal, 10.0.0.0/8, "::1"]
              connections_per_host: 7
              first_byte_timeout: 90s
              timeout: 3m
            """
        let egress = try Configuration(ConfigurationSources(file: file)).egress
        let exceptions = ["internal", "10.0.0.0/8", "::1"].compactMap(EgressProxy.Exception.init)
        let proxy = EgressProxy(url: "http://proxy.internal:3128", exceptions: exceptions)
        #expect(proxy != nil && egress.rules(for: .provider).proxy == proxy)
        #expect(egress.rules(for: .callback).proxy == nil && egress.rules(for: .link).proxy == nil)
        #expect(egress.proxyCredentials == .environment("PROXY_CREDENTIALS"))
        #expect(egress.limits.connectionsPerHost == 7 && egress.limits.firstByteTime == .seconds(90))
        #expect(egress.timeout == .seconds(180))
    }

    @Test func `mistakes about a proxy are told, without what may be its credentials`() {
        let file = """
            egress:
              proxy: https://user:hush@proxy.internal:3128
              proxy_credentials: user:hush
              no_proxy: [":3128"]
            """
        let told = mistakes(file)
        #expect(
            told == [
                "egress.proxy: must be http://host:port without credentials, or empty for none, got something else (line 2)",
                "egress.proxy_credentials: must be env:VARIABLE or file:PATH, or empty for none, got something else (line 3)",
                "egress.no_proxy[0]: must be a name such as internal, an address, or a network such as 10.0.0.0/8, got \":3128\" (line 4)",
            ])
        #expect(!told.joined().contains("hush"))
        #expect(
            mistakes("egress: {proxy_credentials: 'env:A'}") == [
                "egress.proxy_credentials: is of no use without egress.proxy (line 1)"
            ])
    }

    @Test func `what is recorded is not played back at the same time`() throws {
        let egress = try Configuration(ConfigurationSources(file: "egress: {record: /r}")).egress
        #expect(egress.recording == .record("/r"))
        #expect(
            try Configuration(ConfigurationSources(file: "egress: {replay: r}")).egress.recording
                == .replay("r"))
        #expect(
            mistakes("egress: {record: /r, replay: /r}") == [
                "egress.replay: cannot be used together with egress.record (line 1)"
            ])
    }

    private static let exampleFile =
        #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/config/gateway.example.yaml"
}
