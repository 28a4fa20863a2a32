// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259) that keeps the order of members and the spelling of numbers.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number as it was spelled, such as `1.50` or `1e400`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object, in their order, each name once.
public struct JSONObject: Sendable, Equatable {
    /// One name and its value.
    public struct Member: Sendable, Equatable {
        /// The name, unescaped.
        public let name: String
        /// The value.
        public var value: JSONValue

        /// Makes a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// All members, in the order of the text.
    public var members: [Member]

    /// Makes an object of members whose names differ.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// The value of a name, or `nil` when the object has no such member. Linear in the number of members.
    public subscript(name: String) -> JSONValue? {
        members.first { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}

extension JSONValue {
    /// The text of a string value, or `nil` for any other.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The object, or `nil` for any other value.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements of an array, or `nil` for any other value.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// A finite number.
    public static func double(_ value: Double) -> JSONValue { .number(spelling(of: value)) }

    /// How a finite number is spelled: a whole one as such, so that 0 is `0` and not `0.0`.
    static func spelling(of value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    /// The value with the members of each object in the order of their names' bytes: the same for all texts that
    /// say the same.
    public var sorted: JSONValue {
        switch self {
        case .null, .bool, .number, .string: self
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { .init($0.name, $0.value.sorted) }
                        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }))
        }
    }

    /// What kind of value it is, in the words of an error message.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value as JSON text in UTF-8.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object, in the order written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { .init($0.0, $0.1) }))
    }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
