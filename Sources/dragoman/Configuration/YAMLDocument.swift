// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Yams

/// Documents of the API as YAML, and back. Scalars are text but for the members that are not: `no` stays a locale.
enum YAMLDocument {
    /// Members that hold numbers, and those that hold truth values.
    private static let (numbers, flags): (Set<String>, Set<String>) = (["rank"], ["isDefault"])

    /// Reads a document; `path` is for the error.
    static func read(_ text: String, path: String) throws(AdministrationError) -> JSONValue {
        do throws(YAMLFault) {
            return json(try ConfigurationNode.yaml(text) { .file(line: $0) })
        } catch {
            throw AdministrationError("\(path):\(error.line.map { "\($0): " } ?? " ")\(error.reason)")
        }
    }

    private static func json(_ node: ConfigurationNode, of name: String = "") -> JSONValue {
        switch node.content {
        case .empty: return .null
        case .list(let nodes): return .array(nodes.map { json($0) })
        case .map(let entries):
            return .object(JSONObject(entries.map { .init($0.name, json($0.value, of: $0.name)) }))
        case .scalar(let text, let isQuoted):
            if isQuoted { return .string(text) }
            if numbers.contains(name), Int(text) != nil { return .number(text) }
            if flags.contains(name), let flag = ["true": true, "false": false][text] { return .bool(flag) }
            return .string(text)
        }
    }

    /// Writes a document, in the order of its members.
    static func write(_ value: JSONValue) throws(AdministrationError) -> String {
        do {
            return try Yams.serialize(node: node(value), width: -1, allowUnicode: true)
        } catch {
            throw AdministrationError("the document cannot be written as YAML: \(error)")
        }
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: return Node("null", Tag(.null))
        case .bool(let flag): return Node(flag ? "true" : "false", Tag(.bool))
        case .number(let spelling): return Node(spelling, Tag(.int))
        case .string(let text):
            let isPlain =
                text.first?.isLetter == true
                && text.allSatisfy { $0.isLetter || $0.isNumber || " -_./".contains($0) }
                && text.last != " " && text.lowercased() != "null"
            let style: Node.Scalar.Style =
                isPlain
                ? .plain
                : text.contains("\n") && !text.contains(where: \.isUnwritable) ? .literal : .doubleQuoted
            return .scalar(Node.Scalar(text, Tag(.str), style))
        case .array(let elements):
            return .sequence(
                Node.Sequence(elements.map(node), Tag(.seq), elements.isEmpty ? .flow : .block))
        case .object(let object):
            return .mapping(
                Node.Mapping(
                    object.members.map { (Node($0.name, Tag(.str)), node($0.value)) }, Tag(.map), .block))
        }
    }
}

extension Character {
    /// Whether a literal block cannot hold it as it is.
    fileprivate var isUnwritable: Bool {
        self != "\n"
            && unicodeScalars.contains { $0.value < 0x20 || $0.properties.generalCategory == .control }
    }
}
