// SPDX-License-Identifier: Apache-2.0

/// Where a configuration is written: a file, the environment, which wins over it, and `--set`, which wins over all.
struct ConfigurationSources: Sendable {
    /// The file's text, or `nil` when there is none.
    var file: String?
    /// The process's environment.
    var environment: [String: String]
    /// `key=value`, the later ones winning.
    var settings: [String]

    init(file: String? = nil, environment: [String: String] = [:], settings: [String] = []) {
        self.file = file
        self.environment = environment
        self.settings = settings
    }

    /// The name of a key in the environment: `server.port` is `DRAGOMAN_SERVER_PORT`.
    static func environmentName(of path: String) -> String {
        "DRAGOMAN_" + path.uppercased().replacing(".", with: "_")
    }
}

extension ConfigurationSources {
    /// What the file says.
    func fileNode(noting mistakes: inout [ConfigurationMistake]) -> ConfigurationNode {
        let nothing = ConfigurationNode(content: .empty, origin: .builtIn)
        guard let text = file else { return nothing }
        do throws(YAMLFault) {
            let node = try ConfigurationNode.yaml(text) { .file(line: $0) }
            guard node.entries != nil || node.isEmpty else {
                throw YAMLFault(line: 1, reason: "the file must be a map of keys, got \(node.excerpt)")
            }
            return node
        } catch {
            mistakes.append(
                ConfigurationMistake(
                    path: "", origin: error.line.map { .file(line: $0) } ?? .builtIn,
                    reason: "the file cannot be read: \(error.reason)"))
            return nothing
        }
    }

    /// What the arguments say, as one map.
    func argumentNode(noting mistakes: inout [ConfigurationMistake]) -> ConfigurationNode {
        var all = ConfigurationNode(content: .map([]), origin: .argument)
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, path.allSatisfy({ !$0.isEmpty }) else {
                mistakes.append(
                    ConfigurationMistake(
                        path: "", origin: .argument,
                        reason:
                            "\"\(setting.prefix(60))\" must have the form key=value, such as server.port=8080"
                    ))
                continue
            }
            do throws(YAMLFault) {
                var node = try ConfigurationNode.yaml(String(parts[1])) { _ in .argument }
                for name in path.reversed() {
                    node = ConfigurationNode(
                        content: .map([.init(name: String(name), value: node)]), origin: .argument)
                }
                all = all.overlaid(with: node)
            } catch {
                mistakes.append(
                    ConfigurationMistake(
                        path: String(parts[0]), origin: .argument, reason: "is not YAML: \(error.reason)"))
            }
        }
        return all
    }
}
