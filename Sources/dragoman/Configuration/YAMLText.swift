// SPDX-License-Identifier: Apache-2.0
import Yams

/// Why a text is not a configuration's YAML.
struct YAMLFault: Error, Equatable {
    /// From 1; `nil` when the parser does not say.
    let line: Int?
    let reason: String
}

extension ConfigurationNode {
    /// Reads a YAML text of one document. `origin` gets the line of each value.
    static func yaml(
        _ text: String, origin: (_ line: Int) -> Origin
    ) throws(YAMLFault) -> ConfigurationNode {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                return ConfigurationNode(content: .empty, origin: origin(1))
            }
            return try ConfigurationNode(node, origin: origin)
        } catch let error as YAMLFault {
            throw error
        } catch let error as YamlError {
            throw YAMLFault(error)
        } catch {
            throw YAMLFault(line: nil, reason: "\(error)")
        }
    }

    private init(_ node: Node, origin: (_ line: Int) -> Origin) throws {
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let isEmpty = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            content = isEmpty ? .empty : .scalar(scalar.string, isQuoted: !isPlain)
        case .sequence(let sequence):
            content = .list(try sequence.map { try ConfigurationNode($0, origin: origin) })
        case .mapping(let mapping):
            content = .map(
                try mapping.map { key, value in
                    guard let name = key.scalar?.string else {
                        throw YAMLFault(line: key.mark?.line ?? line, reason: "a key must be a plain word")
                    }
                    return Entry(name: name, value: try ConfigurationNode(value, origin: origin))
                })
        case .alias:
            // The composer puts the anchored node in the alias's place; one that is left points nowhere.
            throw YAMLFault(line: line, reason: "an alias names no anchor")
        }
        self.origin = origin(line)
    }
}

extension YAMLFault {
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            self.init(line: context.mark.line, reason: "a map names \(names) twice")
        case .reader(let problem, _, _, _):
            self.init(line: nil, reason: problem)
        default:
            self.init(line: nil, reason: "\(error)")
        }
    }
}
