// SPDX-License-Identifier: Apache-2.0

/// Reads keys, and by reading them declares them: what is read is all there is, and what was written beside it is a
/// mistake. Mistakes are kept, so that all of them are told together.
struct ConfigurationReader {
    /// A key as it was declared.
    struct Declaration: Sendable, Equatable {
        let path: String
        /// As YAML.
        let builtIn: String
        let allowed: String
        let about: String
        let isSecret: Bool
    }

    private(set) var declarations: [Declaration] = []
    /// What each section is about, in the order they were read.
    private(set) var sections: [(name: String, about: String)] = []
    private(set) var mistakes: [ConfigurationMistake] = []
    /// What each key says, as text that tells one value from another.
    private(set) var values: [String: String] = [:]
    private let file: ConfigurationNode
    private let arguments: ConfigurationNode
    private let environment: [String: String]

    init(_ sources: ConfigurationSources) {
        environment = sources.environment
        var mistakes: [ConfigurationMistake] = []
        file = sources.fileNode(noting: &mistakes)
        arguments = sources.argumentNode(noting: &mistakes)
        self.mistakes = mistakes
    }

    /// Says what the keys that are read next have in common.
    mutating func section(_ name: String, _ about: String) { sections.append((name, about)) }

    /// Reads a key whose value is a scalar. `builtIn` is its default, as YAML.
    mutating func value<Value>(
        _ path: String, _ kind: ConfigurationKind<Value>, default builtIn: String, about: String,
        isSecret: Bool = false
    ) -> Value {
        let node = node(path, default: builtIn, allowed: kind.allowed, about: about, isSecret: isSecret)
        if let value = scalar(node, kind, at: path, isSecret: isSecret) { return value }
        guard case .scalar(let text, _) = Self.parsed(builtIn).content, let value = kind.read(text) else {
            preconditionFailure("the default of \(path) is not allowed")
        }
        return value
    }

    /// Reads a key whose value is a list of scalars; a single one stands for a list of one.
    mutating func list<Value>(
        _ path: String, _ kind: ConfigurationKind<Value>, default builtIn: String, about: String
    ) -> [Value] {
        let node = node(path, default: builtIn, allowed: "a list, each \(kind.allowed)", about: about)
        switch node.content {
        case .list(let nodes):
            return nodes.enumerated().compactMap { scalar($1, kind, at: "\(path)[\($0)]") }
        case .scalar:
            return scalar(node, kind, at: path).map { [$0] } ?? []
        case .empty, .map:
            mistake(path, node, "must be a list, got \(node.excerpt)")
            return []
        }
    }

    /// Reads a key whose value has a shape of its own, which the caller takes apart.
    mutating func structure(
        _ path: String, default builtIn: String, allowed: String, about: String
    ) -> ConfigurationNode {
        node(path, default: builtIn, allowed: allowed, about: about)
    }

    /// Takes a scalar, or notes why not.
    mutating func scalar<Value>(
        _ node: ConfigurationNode, _ kind: ConfigurationKind<Value>, at path: String, isSecret: Bool = false
    ) -> Value? {
        if case .scalar(let text, _) = node.content, let value = kind.read(text) { return value }
        let got = isSecret ? "something else" : node.excerpt
        mistake(path, node, "must be \(kind.allowed), got \(got)")
        return nil
    }

    /// Takes a map that has these names and no others, or notes what else it has.
    mutating func entries(
        of node: ConfigurationNode, at path: String, allowed names: [String]
    ) -> [String: ConfigurationNode] {
        guard let entries = node.entries else {
            if !node.isEmpty { mistake(path, node, "must be a map, got \(node.excerpt)") }
            return [:]
        }
        var found: [String: ConfigurationNode] = [:]
        for entry in entries {
            if names.contains(entry.name) {
                found[entry.name] = entry.value
            } else {
                unknown("\(path).\(entry.name)", entry.value, among: names.map { "\(path).\($0)" })
            }
        }
        return found
    }

    /// Notes a mistake at a node.
    mutating func mistake(_ path: String, _ node: ConfigurationNode, _ reason: String) {
        mistakes.append(ConfigurationMistake(path: path, origin: node.origin, reason: reason))
    }

    /// Notes a mistake in the value of a scalar or list that was read.
    mutating func mistake(_ path: String, _ reason: String) {
        let parts = path.split(separator: ".")
        let origin = (arguments[parts] ?? file[parts])?.origin ?? .builtIn
        mistakes.append(ConfigurationMistake(path: path, origin: origin, reason: reason))
    }

    /// Notes everything that was written and never read, and throws if there is any mistake at all.
    mutating func finish() throws(ConfigurationError) {
        unread(in: file, at: "")
        unread(in: arguments, at: "")
        unreadEnvironment()
        if !mistakes.isEmpty { throw ConfigurationError(mistakes: mistakes) }
    }

    /// Whether a key is written anywhere, rather than left to its default.
    func isWritten(_ path: String) -> Bool {
        let parts = path.split(separator: ".")
        return file[parts] != nil || arguments[parts] != nil
            || environment[ConfigurationSources.environmentName(of: path)]?.isEmpty == false
    }

    private mutating func node(
        _ path: String, default builtIn: String, allowed: String, about: String, isSecret: Bool = false
    ) -> ConfigurationNode {
        declarations.append(
            Declaration(path: path, builtIn: builtIn, allowed: allowed, about: about, isSecret: isSecret))
        let parts = path.split(separator: ".")
        var node = file[parts] ?? Self.parsed(builtIn)
        let name = ConfigurationSources.environmentName(of: path)
        // An empty variable is one that is not set.
        if let text = environment[name], !text.isEmpty {
            do throws(YAMLFault) {
                node = try .yaml(text) { _ in .environment(name: name) }
            } catch {
                // A text that is no YAML, such as one with a colon, is the text itself.
                node = ConfigurationNode(
                    content: .scalar(text, isQuoted: true), origin: .environment(name: name))
            }
        }
        if let set = arguments[parts] { node = node.overlaid(with: set) }
        values[path] = node.plain
        return node
    }

    private mutating func unknown(
        _ path: String, _ node: ConfigurationNode, among candidates: some Sequence<String>
    ) {
        let hint = Spelling.nearest(to: path, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
        mistake(path, node, "is not a key of the configuration\(hint)")
    }

    private mutating func unread(in node: ConfigurationNode, at path: String) {
        if declarations.contains(where: { $0.path == path }) { return }
        let isSection = path.isEmpty || declarations.contains { $0.path.hasPrefix(path + ".") }
        guard isSection else {
            return unknown(path, node, among: declarations.lazy.map(\.path) + sections.map(\.name))
        }
        guard let entries = node.entries else {
            if !node.isEmpty { mistake(path, node, "must be a map of keys, got \(node.excerpt)") }
            return
        }
        for entry in entries {
            unread(in: entry.value, at: path.isEmpty ? entry.name : "\(path).\(entry.name)")
        }
    }

    /// Only names in a section of ours are ours to judge: an orchestrator puts `DRAGOMAN_PORT` and the like there.
    private mutating func unreadEnvironment() {
        let known = Set(declarations.map { ConfigurationSources.environmentName(of: $0.path) })
        let heads = Set(known.compactMap { $0.split(separator: "_").dropFirst().first })
            .filter { head in declarations.contains { $0.path.hasPrefix(head.lowercased() + ".") } }
        for name in environment.keys.sorted() where name.hasPrefix("DRAGOMAN_") && !known.contains(name) {
            guard let head = name.split(separator: "_").dropFirst().first, heads.contains(head) else {
                continue
            }
            let hint = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
            mistakes.append(
                ConfigurationMistake(
                    path: "", origin: .environment(name: name),
                    reason: "the variable names no key of the configuration\(hint)"))
        }
    }

    private static func parsed(_ builtIn: String) -> ConfigurationNode {
        do throws(YAMLFault) {
            return try .yaml(builtIn) { _ in .builtIn }
        } catch {
            preconditionFailure("a default is not YAML: \(builtIn)")
        }
    }
}
