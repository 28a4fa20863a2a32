// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with a configuration.
struct ConfigurationMistake: Sendable, Equatable, CustomStringConvertible {
    /// The dotted path of the key; empty when the mistake is not a key's.
    var path: String
    var origin: ConfigurationNode.Origin
    /// What was got and what is allowed.
    var reason: String

    var description: String {
        let place: String? =
            switch origin {
            case .file(let line): "line \(line)"
            case .environment(let name): name
            case .argument: "--set"
            case .builtIn: nil
            }
        let suffix = place.map { " (\($0))" } ?? ""
        return path.isEmpty ? reason + suffix : "\(path): \(reason)\(suffix)"
    }
}

/// All that is wrong with a configuration.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    let mistakes: [ConfigurationMistake]

    var description: String {
        let head = mistakes.count == 1 ? "1 mistake" : "\(mistakes.count) mistakes"
        return "the configuration has \(head):\n" + mistakes.map { "  \($0)" }.joined(separator: "\n")
    }
}
