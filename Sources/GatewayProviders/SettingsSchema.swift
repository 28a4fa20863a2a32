// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The part of JSON Schema (2020-12) that describes a provider's settings: `type`, `properties`, `required`,
/// `additionalProperties`, `items`, `enum`, `minimum`, `maximum` and `default`.
struct SettingsSchema: Sendable {
    private let schema: JSONValue
    /// What is wrong with the schema itself, each as a path and a reason.
    let faults: [String]

    /// Words of the standard that describe and do not restrict.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "title", "description", "examples", "deprecated", "readOnly",
        "writeOnly", "format",
    ]
    private static let types: Set<String> = [
        "object", "array", "string", "number", "integer", "boolean", "null",
    ]

    /// Takes a schema and checks that nothing in it would be overlooked.
    init(_ schema: JSONValue) {
        self.schema = schema
        var faults: [String] = []
        Self.check(schema: schema, at: "", &faults)
        self.faults = faults
    }

    /// The settings that it describes.
    var propertyNames: [String] { schema.object?["properties"]?.object?.members.map(\.name) ?? [] }

    /// The settings with defaults filled in, or what is wrong with them, each as a path and a reason.
    func apply(to settings: JSONObject) -> (settings: JSONObject, faults: [String]) {
        var faults: [String] = []
        let value = Self.apply(schema, to: .object(settings), at: "settings", &faults)
        return (value.object ?? settings, faults)
    }

    // MARK: The schema itself

    private static func check(schema: JSONValue, at path: String, _ faults: inout [String]) {
        if case .bool = schema { return }
        guard let object = schema.object else {
            faults.append("\(path) is \(schema.kind), not a schema")
            return
        }
        for member in object.members {
            let (name, value, path) = (member.name, member.value, "\(path).\(member.name)")
            switch name {
            case "type":
                let names = value.array ?? [value]
                if !names.allSatisfy({ $0.string.map(types.contains) == true }) {
                    faults.append("\(path) is not a type")
                }
            case "properties":
                guard let properties = value.object else {
                    faults.append("\(path) is \(value.kind), not an object")
                    continue
                }
                for property in properties.members {
                    check(schema: property.value, at: "\(path).\(property.name)", &faults)
                }
            case "items", "additionalProperties": check(schema: value, at: path, &faults)
            case "required", "enum":
                if value.array == nil { faults.append("\(path) is \(value.kind), not an array") }
            case "minimum", "maximum":
                if number(value) == nil { faults.append("\(path) is \(value.kind), not a number") }
            case "default":
                var own: [String] = []
                let others = JSONObject(object.members.filter { $0.name != "default" })
                _ = apply(.object(others), to: value, at: path, &own)
                faults += own
            case _ where annotations.contains(name): continue
            default: faults.append("\(path) is not a word this host knows")
            }
        }
    }

    // MARK: Settings

    private static func apply(
        _ schema: JSONValue, to value: JSONValue, at path: String, _ faults: inout [String]
    ) -> JSONValue {
        if schema == .bool(false) { faults.append("\(path) is not known") }
        guard let schema = schema.object else { return value }
        if let type = schema["type"] {
            let names = (type.array ?? [type]).compactMap(\.string)
            guard names.contains(where: { matches(value, type: $0) }) else {
                faults.append("\(path) is \(value.kind), not \(names.map(inWords).joined(separator: " or "))")
                return value
            }
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(where: { equal($0, value) }) {
            let list = allowed.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: ", ")
            faults.append("\(path) is none of \(list)")
        }
        if let number = number(value) {
            if let minimum = schema["minimum"].flatMap(number(_:)), number < minimum {
                faults.append("\(path) is below \(spelling(schema["minimum"]))")
            }
            if let maximum = schema["maximum"].flatMap(number(_:)), number > maximum {
                faults.append("\(path) is above \(spelling(schema["maximum"]))")
            }
        }
        switch value {
        case .array(let elements):
            guard let items = schema["items"] else { return value }
            return .array(
                elements.enumerated().map { apply(items, to: $1, at: "\(path)[\($0)]", &faults) })
        case .object(let object): return .object(apply(schema, to: object, at: path, &faults))
        default: return value
        }
    }

    private static func apply(
        _ schema: JSONObject, to object: JSONObject, at path: String, _ faults: inout [String]
    ) -> JSONObject {
        let properties = schema["properties"]?.object ?? JSONObject()
        var result = object
        for (index, member) in object.members.enumerated() {
            guard let property = properties[member.name] ?? schema["additionalProperties"] else { continue }
            result.members[index].value = apply(
                property, to: member.value, at: "\(path).\(member.name)", &faults)
        }
        for property in properties.members where object[property.name] == nil {
            if let standard = property.value.object?["default"] {
                result.members.append(.init(property.name, standard))
            }
        }
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where result[name] == nil {
            faults.append("\(path).\(name) is missing")
        }
        return result
    }

    private static func matches(_ value: JSONValue, type: String) -> Bool {
        switch (value, type) {
        case (.object, "object"), (.array, "array"), (.string, "string"), (.number, "number"),
            (.bool, "boolean"),
            (.null, "null"):
            true
        case (.number, "integer"): number(value).map { $0 == $0.rounded() } == true
        default: false
        }
    }

    private static func inWords(_ type: String) -> String {
        switch type {
        case "null": "null"
        case "object", "array", "integer": "an \(type)"
        default: "a \(type)"
        }
    }

    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = number(left), let right = number(right) { return left == right }
        return left == right
    }

    private static func number(_ value: JSONValue) -> Double? {
        guard case .number(let spelling) = value, let number = Double(spelling), number.isFinite else {
            return nil
        }
        return number
    }

    private static func spelling(_ value: JSONValue?) -> String {
        if case .number(let spelling) = value { spelling } else { "" }
    }
}
