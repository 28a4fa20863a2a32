// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Testing

@Suite struct PluginValidationTests {
    /// Plugins that keep all promises, which have no check of their name.
    private static let good = ["keeps-all", "asks-keeps-all"]
    /// Checks that no C file breaks: they look at the manifest, or only ever skip.
    private static let ofManifest = [
        "manifest-valid", "manifest-licence", "manifest-digest", "manifest-settings",
        "manifest-settings-closed",
    ]
    private static let unbroken = ["manifest-quick", "generate-sends-schema"]

    @Test(arguments: good)
    func `a plugin that keeps all promises passes all checks, none skipped`(_ name: String) async throws {
        let report = try await BrokenPlugin.validate(name, "")
        let others = report.entries.filter { $0.status != .passed && $0.name != "generate-sends-schema" }
        #expect(others.map { "\($0.name): \($0.detail)" } == [])
        #expect(report.entries.count >= 50)
        #expect(report.isGood)
    }

    @Test(arguments: BrokenPlugin.names.filter { !good.contains($0) })
    func `a plugin that breaks a promise fails the check of that promise`(_ name: String) async throws {
        let report = try await BrokenPlugin.validate(name, name)
        let entry = try #require(report.entries.first { $0.name == name }, "no such check: \(report.entries)")
        #expect(entry.status == .failed, "\(entry)")
        #expect(!entry.detail.isEmpty && !entry.promise.isEmpty)
        #expect(!report.isGood)
    }

    @Test(
        arguments: [
            ("manifest-valid", "version", .null), ("manifest-licence", "licence", "do what you want, please"),
            ("manifest-digest", "sha256", .string(String(repeating: "0", count: 64))),
            (
                "manifest-settings", "providers",
                [["id": "keeps-all", "revision": "1", "settings": ["properties": ["anything": [:]]]]]
            ),
            ("manifest-settings-closed", "providers", [["id": "keeps-all", "revision": "1"]]),
        ] as [(String, String, JSONValue)])
    func `a manifest that breaks a promise fails its check`(
        _ check: String, _ field: String, _ value: JSONValue
    ) async throws {
        let report = try await BrokenPlugin.validate("keeps-all", check) { manifest in
            manifest.members.removeAll { $0.name == field }
            manifest.members.append(.init(field, value))
        }
        let entry = try #require(report.entries.first { $0.name == check })
        #expect(entry.status == .failed)
    }

    @Test func `every check is broken by some plugin`() {
        let broken = BrokenPlugin.names + Self.ofManifest + Self.unbroken
        let checks = PluginValidation.checks.map(\.name)
        #expect(checks.filter { !broken.contains($0) } == [])
        #expect(Set(checks).count == checks.count)
        #expect(checks.count >= 50)
    }

    @Test func `a crash is told with its signal, an end with its status`() async throws {
        let crashed = try await BrokenPlugin.validate("translate-huge", "translate-huge").entries
        #expect(crashed.first?.detail.contains("SIGABRT") == true, "\(crashed)")
        let ended = try await BrokenPlugin.validate("process-lives", "process-lives").entries
        #expect(ended.first?.detail.contains("exit(0)") == true, "\(ended)")
    }

    @Test func `what does not concern a provider does not appear`() async throws {
        let names = try await BrokenPlugin.validate("asks-keeps-all", "").entries.map(\.name)
        #expect(!names.contains { $0.hasPrefix("tokens-") || $0.hasPrefix("recognize-") })
        #expect(names.contains("http-hosts") && names.contains("secret-unspoken"))
    }
}
