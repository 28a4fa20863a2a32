// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress
import GatewayProviders

/// Which plugins are loaded, and as which providers.
struct PluginsConfiguration: Sendable {
    /// Empty for the folder beside the executable.
    var path: [String]
    var instances: [ProvidersConfiguration.Instance]

    init(_ reader: inout ConfigurationReader) {
        reader.section("plugins", "Engine plugins.")
        path = reader.list(
            "plugins.path", .path, default: "[]",
            about: "Folders whose folders are plugins; none means `plugins` beside the executable.")
        let node = reader.structure(
            "providers", default: "apertium: {}\npseudo: {}\nrecognizer: {}",
            allowed:
                "a map of names, each with `provider`, `instances`, `isolation`, `limits`, `secrets` and `settings`",
            about: "Providers by name: `provider` (the plugin's word for it; the name if left out), "
                + "`instances` (one a processor if left out), `isolation` (`process`: a process of its own, the default for "
                + "every plugin but some of the project's; `none`: the gateway's), `limits.memory` (of a process of its "
                + "own: replaced from there on, killed at half as much again; the plugin's word, or 1GiB, if left out), `limits.concurrency`, "
                + "`limits.requests_per_minute` and `limits.tokens_per_minute` (calls wait for these, and go to the next model where "
                + "that takes longer than two seconds for a person; no limit if left out), `secrets` (each env:VARIABLE or "
                + "file:PATH) and `settings` (the plugin's own; what `base_url` names may be reached, private or not)."
        )
        instances = []
        guard let entries = node.entries else {
            reader.mistake("providers", node, "must be a map of names, got \(node.excerpt)")
            return
        }
        instances = entries.map { Self.instance($0, &reader) }
    }

    /// What the providers' settings name as `base_url`: the operator's word, so its host and port may be reached
    /// wherever they lead.
    var baseURLs: Set<EgressRules.Endpoint> {
        Set(instances.compactMap { $0.settings["base_url"]?.string.flatMap(EgressRules.Endpoint.init(url:)) })
    }

    private static func instance(
        _ entry: ConfigurationNode.Entry, _ reader: inout ConfigurationReader
    ) -> ProvidersConfiguration.Instance {
        let path = "providers.\(entry.name)"
        var instance = ProvidersConfiguration.Instance(name: entry.name, provider: entry.name)
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789._-"
        if entry.name.isEmpty || !entry.name.allSatisfy({ letters.contains($0) }) {
            reader.mistake(path, entry.value, "a provider's name holds only a-z, 0-9, \".\", \"_\" and \"-\"")
        }
        let found = reader.entries(
            of: entry.value, at: path,
            allowed: ["provider", "instances", "isolation", "limits", "secrets", "settings"])
        if let node = found["provider"] {
            instance.provider = reader.scalar(node, .text, at: path + ".provider") ?? entry.name
        }
        if let node = found["instances"] {
            instance.instances = reader.scalar(node, .integer(1...1024), at: path + ".instances")
        }
        if let node = found["isolation"] {
            let choices = ConfigurationKind.choice(ProvidersConfiguration.Isolation.allCases)
            instance.isolation = reader.scalar(node, choices, at: path + ".isolation")
        }
        if let node = found["limits"], !node.isEmpty {
            let limits = reader.entries(
                of: node, at: path + ".limits",
                allowed: ["memory", "concurrency", "requests_per_minute", "tokens_per_minute"])
            for (name, place) in [
                ("concurrency", \CallLimits.concurrency), ("requests_per_minute", \.requestsPerMinute),
                ("tokens_per_minute", \.tokensPerMinute),
            ] {
                if let node = limits[name] {
                    instance.limits[keyPath: place] = reader.scalar(
                        node, .integer(1...1_000_000_000), at: "\(path).limits.\(name)")
                }
            }
            if let node = limits["memory"] {
                // Less than what the program itself takes would end every process at once.
                instance.memory = reader.scalar(
                    node, .size((64 << 20)...(1 << 40)), at: path + ".limits.memory")
            }
        }
        if let node = found["secrets"], node.entries == nil, !node.isEmpty {
            reader.mistake(path + ".secrets", node, "must be a map, got \(node.excerpt)")
        }
        for secret in found["secrets"]?.entries ?? [] {
            let place = "\(path).secrets.\(secret.name)"
            if let source = reader.scalar(secret.value, .secretSource, at: place, isSecret: true) {
                instance.secrets[secret.name] = source
            }
        }
        if let node = found["settings"], !node.isEmpty {
            if let settings = node.json.object {
                instance.settings = settings
            } else {
                reader.mistake(path + ".settings", node, "must be a map, got \(node.excerpt)")
            }
        }
        return instance
    }
}

extension ConfigurationKind<SecretSource> {
    /// Where a secret is read from; never the secret itself.
    fileprivate static var secretSource: Self {
        Self(allowed: "env:VARIABLE or file:PATH") { SecretSource($0) }
    }
}
