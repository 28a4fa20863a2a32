// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A piece of configuration as it was written: scalars are still text, and the kind of their key decides what they
/// are. So `no` is a locale where a locale stands, whatever YAML 1.1 says.
struct ConfigurationNode: Sendable, Equatable {
    /// Where a value comes from.
    enum Origin: Sendable, Equatable {
        case file(line: Int)
        case environment(name: String)
        case argument
        case builtIn
    }

    /// A name and its value.
    struct Entry: Sendable, Equatable {
        var name: String
        var value: ConfigurationNode
    }

    enum Content: Sendable, Equatable {
        /// Nothing was written, or `null` or `~`.
        case empty
        case scalar(String, isQuoted: Bool)
        case list([ConfigurationNode])
        case map([Entry])
    }

    var content: Content
    var origin: Origin

    var entries: [Entry]? {
        if case .map(let entries) = content { entries } else { nil }
    }

    var isEmpty: Bool { content == .empty }

    /// What was written, wherever and however: equal for values that mean the same.
    var plain: String {
        switch content {
        case .empty: "~"
        case .scalar(let text, _): "\"\(text)\""
        case .list(let nodes): "[" + nodes.map(\.plain).joined(separator: ",") + "]"
        case .map(let entries):
            "{" + entries.map { "\"\($0.name)\":\($0.value.plain)" }.sorted().joined(separator: ",") + "}"
        }
    }

    /// The node at the end of a path through maps, or `nil`.
    subscript(path: some Collection<Substring>) -> ConfigurationNode? {
        guard let first = path.first else { return self }
        let next = entries?.first { $0.name == first }?.value
        return next?[path.dropFirst()]
    }

    /// This node with another laid over it: maps are merged name by name, anything else is replaced.
    func overlaid(with other: ConfigurationNode) -> ConfigurationNode {
        guard var merged = entries, let others = other.entries else { return other }
        for entry in others {
            if let index = merged.firstIndex(where: { $0.name == entry.name }) {
                merged[index].value = merged[index].value.overlaid(with: entry.value)
            } else {
                merged.append(entry)
            }
        }
        return ConfigurationNode(content: .map(merged), origin: other.origin)
    }

    /// What was written, short enough for a message.
    var excerpt: String {
        switch content {
        case .empty: "nothing"
        case .scalar(let text, _): "\"\(text.prefix(60))\(text.count > 60 ? "…" : "")\""
        case .list: "a list"
        case .map: "a map"
        }
    }

    /// The value as JSON, by the core schema of YAML 1.2 (section 10.3.2): only `true` and `false` are booleans.
    var json: JSONValue {
        switch content {
        case .empty: return .null
        case .list(let nodes): return .array(nodes.map(\.json))
        case .map(let entries): return .object(JSONObject(entries.map { .init($0.name, $0.value.json) }))
        case .scalar(let text, isQuoted: true): return .string(text)
        case .scalar("true", _): return .bool(true)
        case .scalar("false", _): return .bool(false)
        case .scalar(let text, _):
            // A JSON number is one of YAML's too; hexadecimal and the like stay text.
            if case .number(let spelling)? = try? JSONValue(parsing: text) { return .number(spelling) }
            return .string(text)
        }
    }
}
