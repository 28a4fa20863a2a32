// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayCrypto
import GatewayProviders
import Testing

@Suite struct PluginLoaderTests {
    private static let half = JSONValue.number("1.5")

    @Test(arguments: [
        ("wrong_major", "ABI 2"),
        ("no_symbol", "no symbol dragoman_plugin_v1"),
        ("null_table", "cannot work with this host"),
        ("small_struct", "struct_size is below 80"),
        ("small_plugin", "struct_size is below 64"),
        ("id_mismatch", "id is not the manifest's \"test.id-mismatch\""),
        ("provider_mismatch", "another, which is not in the manifest"),
        ("null_function", "a function of null-function is null"),
        ("create_fails", "no instance can be made: no licence file"),
    ])
    func `a plugin that breaks a promise is refused, and the list says which`(name: String, reason: String)
        async throws
    {
        let loaded = try await Probe(name).load()
        #expect(loaded.providers.isEmpty)
        #expect(loaded.refusal?.contains(reason) == true, "\(loaded.refusal ?? "")")
    }

    @Test func `a plugin that keeps its promises is listed and used`() async throws {
        let loaded = try await Probe("echo").load()
        #expect(loaded.listings.count == 1)
        #expect(loaded.listings.first?.plugin == "test.echo")
        #expect(loaded.listings.first?.licence == "Apache-2.0")
        #expect(loaded.listings.first?.provider == "probe")
        #expect(loaded.refusal == nil)
        #expect(try loaded.only.name == "probe")
        #expect(try loaded.only.revision == "1")
    }

    @Test func `a manifest is checked as a whole, and every fault has its field's name`() async throws {
        let probe = try Probe("echo") { manifest in
            manifest = JSONObject([
                .init("id", 5), .init("abi", ["major": 2, "minor": "0"]), .init("licence", ""),
                .init("library", "../lib.so"),
                .init("providers", [["id": "Echo", "settings": ["typo": 1]], 7]),
                .init("network", "all"), .init("hosts", "*"), .init("data", [1]), .init("sha256", "abc"),
            ])
        }
        let reason = await probe.load().listings.first?.refused ?? ""
        for fault in [
            "id is a number, not a string", "version is missing", "licence is empty",
            "abi.major is 2, this host has 1",
            "abi.minor is not a whole number", "library: there is no ../lib.so",
            "providers[0].id is not [a-z0-9-]+",
            "providers[0].revision is missing", "providers[0].settings.typo is not a word this host knows",
            "providers[1] is a number, not an object", "network is none of",
            "hosts is a string, not an array",
            "data[0] is a number, not a string", "sha256 is not 64 hexadecimal digits",
        ] {
            #expect(reason.contains(fault), "\(fault) is not in: \(reason)")
        }
    }

    @Test(arguments: ["../echo/lib.so", "/lib.so", "link.so"])
    func `a library outside of the plugin's folder is refused`(path: String) async throws {
        let other = try Probe("echo")
        let probe = try Probe("echo") { $0.members[4].value = .string(path) }
        if path == "link.so" { try ChildProcess.run(["ln", "-s", other.library, probe.folder + "/link.so"]) }
        if path == "../echo/lib.so" {
            try ChildProcess.run(["ln", "-s", other.folder, probe.folder + "/../echo"])
        }
        let refusal = await probe.load().listings.first?.refused ?? ""
        #expect(refusal.contains("library"))
    }

    @Test func `a library is opened only with the digest of the manifest`() async throws {
        let good = try Probe("echo")
        let digest = hexadecimal(sha256(try read(good.library)))
        let right = try Probe("echo") { $0.members.append(.init("sha256", .string(digest))) }
        #expect(await right.load().refusal == nil)
        // A library without the symbol would be refused for that, had it been opened.
        let wrong = try Probe("no_symbol") { $0.members.append(.init("sha256", .string(digest))) }
        #expect(await wrong.load().refusal == "the library is not the one of the manifest's sha256")
    }

    @Test func `a plugin that no configuration names is listed and never opened`() async throws {
        let probe = try Probe("no_symbol")
        let loaded = await loadPlugins(
            ProvidersConfiguration(directories: [probe.folder], instances: [], logger: .silent))
        #expect(loaded.refusal == "no configuration names it")
    }

    @Test func `the second plugin with a provider's id is refused`() async throws {
        let (first, second) = (try Probe("echo"), try Probe("echo"))
        let third = try Probe("echo") { $0.members[0].value = "test.third" }
        let loaded = await loadPlugins(
            ProvidersConfiguration(
                directories: [first.folder, second.folder, third.folder, "/nowhere"],
                instances: [
                    .init(name: "a", provider: "echo", isolation: ProvidersConfiguration.Isolation.none),
                    .init(name: "a", provider: "echo"),
                    .init(name: "A/b", provider: "echo"), .init(name: "c", provider: "none"),
                    .init(name: "d", provider: "echo", instances: 0),
                ], logger: .silent))
        #expect(
            loaded.listings.map(\.refused) == [
                "another plugin has the same id", "test.echo brings a provider echo too",
                "the folder cannot be read",
                nil, "another provider has the same name", "its name is not [a-z0-9._-]+",
                "no usable plugin brings \"none\"", "instances is below 1",
            ])
        #expect(loaded.providers.map(\.name) == ["a"])
    }

    @Test func `settings reach the plugin with their defaults, and wrong ones are refused with their path`()
        async throws
    {
        func probe() throws -> Probe {
            try Probe("services") { manifest in
                manifest.members[5].value = [
                    [
                        "id": "services", "revision": "1",
                        "settings": [
                            "type": "object", "additionalProperties": false,
                            "properties": [
                                "n": ["type": "integer", "minimum": 1], "list": ["default": [Self.half]],
                            ],
                        ],
                    ]
                ]
            }
        }
        let loaded = try await probe().load(settings: JSONObject([.init("n", 2)]))
        let reply = try await loaded.only.translate(TranslateCall("x", model: "settings"))
        #expect(reply.texts == ["{\"n\":2,\"list\":[1.5]}"])
        let refused = try await probe().load(settings: JSONObject([.init("n", 0), .init("m", 1)]))
        #expect(refused.refusal == "settings.n is below 1; settings.m is not known")
    }
}
