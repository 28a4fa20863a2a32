// SPDX-License-Identifier: Apache-2.0

/// Why a text is not JSON that the gateway takes.
public struct JSONError: Error, Sendable, Equatable {
    /// Position in bytes from the start of the text.
    public let offset: Int
    /// The reason, in words that end a sentence.
    public let reason: String
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259) strictly.
    ///
    /// Refused are duplicate names, lone surrogates, invalid UTF-8, anything after the value and, so that no text
    /// exhausts the stack, nesting deeper than `maximumDepth` containers.
    public init(parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 128) throws(JSONError) {
        var result: Result<JSONValue, JSONError>?
        let direct: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            result = JSONParser.parse(buffer, maximumDepth: maximumDepth)
        }
        if direct == nil {
            result = Array(bytes).withUnsafeBufferPointer { JSONParser.parse($0, maximumDepth: maximumDepth) }
        }
        guard let result else { throw JSONError(offset: 0, reason: "the text is empty") }
        self = try result.get()
    }

    /// Reads one JSON text; see ``init(parsing:maximumDepth:)``.
    public init(parsing text: String, maximumDepth: Int = 128) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }
}

/// A recursive-descent reader over the bytes of one text.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private var position = 0

    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int
    ) -> Result<JSONValue, JSONError> {
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        do throws(JSONError) {
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    private mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw error("there is more text after the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard position < bytes.count else { throw error("the text ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= maximumDepth else { throw error("it is nested deeper than \(maximumDepth) levels") }
        position += 1
        var members: [JSONObject.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw error("a member's name is missing")
            }
            let start = position
            let name = try string()
            // Few names are compared one by one; a set costs an allocation and hashing.
            let mayBeKnown: Bool
            if members.count < 12 {
                mayBeKnown = members.contains { $0.name == name }
            } else {
                if names.isEmpty { names = Set(members.map(\.name)) }
                mayBeKnown = !names.insert(name).inserted
            }
            // Swift's strings are equal when they are canonically equivalent; names of JSON, when they are the same.
            guard !mayBeKnown || !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
                throw JSONError(
                    offset: start, reason: "the name \"\(name.prefix(60))\" stands twice in one object")
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("a colon is missing") }
            skipSpace()
            members.append(.init(name, try value(depth: depth)))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw error("a comma or a closing brace is missing") }
            return .object(JSONObject(members))
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= maximumDepth else { throw error("it is nested deeper than \(maximumDepth) levels") }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw error("a comma or a closing bracket is missing") }
            return .array(elements)
        }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try decoded(UnsafeBufferPointer(rebasing: bytes[start..<position]), at: start)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw error("a control character stands unescaped in a string") }
            position += 1
        }
        throw error("a string does not end")
    }

    /// The slow path: a string that holds at least one escape.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var plain = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let text = try decoded(plain, at: start)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                try escape(into: &plain)
            case 0..<0x20:
                throw error("a control character stands unescaped in a string")
            default:
                plain.append(byte)
                position += 1
            }
        }
        throw error("a string does not end")
    }

    private mutating func escape(into plain: inout [UInt8]) throws(JSONError) {
        guard position + 1 < bytes.count else { throw error("a string does not end") }
        let letter = bytes[position + 1]
        if letter == UInt8(ascii: "u") {
            let scalar = try unicodeEscape()
            plain.append(contentsOf: Array(String(Character(scalar)).utf8))
            return
        }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(letter)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        default: throw error("there is no such escape in a string")
        }
        position += 2
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        let isHigh = (0xD800..<0xDC00).contains(high)
        if isHigh, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let low = try hexadecimal()
            if (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            {
                return scalar
            }
        }
        throw JSONError(offset: start, reason: "a surrogate stands alone in a string")
    }

    /// Reads `\uXXXX` at the position.
    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 6 <= bytes.count else { throw error("an escape is cut short") }
        var value: UInt32 = 0
        for byte in bytes[(position + 2)..<(position + 6)] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw error("an escape is not hexadecimal")
            }
        }
        position += 6
        return value
    }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            // a zero stands alone before the point
        } else if digits() == 0 {
            position = start
            throw error("a value is missing or misspelled")
        }
        if take(UInt8(ascii: ".")), digits() == 0 { throw error("a number's fraction is missing") }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if digits() == 0 { throw error("a number's exponent is missing") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        return position - start
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        let count = word.utf8CodeUnitCount
        let matches =
            position + count <= bytes.count
            && (0..<count).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
        guard matches else { throw error("a value is missing or misspelled") }
        position += count
    }

    private func decoded(_ slice: some Collection<UInt8>, at offset: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError(offset: offset, reason: "a string is not valid UTF-8")
        }
        return text
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func error(_ reason: String) -> JSONError {
        JSONError(offset: position, reason: reason)
    }
}
