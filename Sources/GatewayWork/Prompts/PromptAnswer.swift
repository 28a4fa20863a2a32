// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A language model's answer to a ``Prompt``, none of which is trusted.
///
/// An entry that makes no sense costs itself alone: one of an unknown segment is left out, a segment with two different
/// translations has none, and of an answer that was cut, or has a fault in its JSON, what is whole is used.
struct PromptAnswer {
    /// By index of the segment.
    private(set) var texts: [Int: String] = [:]

    /// Reads an answer to so many segments; `nil` when there is nothing in it to be read.
    init?(_ answer: String, segments count: Int) {
        let bytes = Array(answer.utf8)
        guard let entries = Self.whole(bytes) ?? Self.salvaged(bytes) else { return nil }
        var contradicted: Set<Int> = []
        for (id, text) in entries where (1...count).contains(id) {
            let index = id - 1
            if let known = texts[index], known != text { contradicted.insert(index) }
            texts[index] = text
        }
        for index in contradicted { texts[index] = nil }
    }

    /// The entries of an answer that is JSON, with or without a fence or words around it.
    private static func whole(_ bytes: [UInt8]) -> [(id: Int, text: String)]? {
        guard let first = bytes.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }),
            let last = bytes.lastIndex(where: { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "]") }),
            first < last,
            let value = try? JSONValue(parsing: Array(bytes[first...last]), maximumDepth: 16)
        else { return nil }
        // A list alone is what was meant, too.
        guard let list = value.array ?? value.object?["translations"]?.array else { return nil }
        return list.compactMap(entry)
    }

    /// The entries that are whole in an answer that is not: each object without another one in it.
    private static func salvaged(_ bytes: [UInt8]) -> [(id: Int, text: String)]? {
        var entries: [(id: Int, text: String)] = []
        var start: Int?
        var (isInString, isEscaped) = (false, false)
        for (index, byte) in bytes.enumerated() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = start != nil
            case UInt8(ascii: "{"): start = index
            case UInt8(ascii: "}"):
                if let begin = start,
                    let value = try? JSONValue(parsing: Array(bytes[begin...index]), maximumDepth: 4),
                    let entry = entry(value)
                {
                    entries.append(entry)
                }
                start = nil
            default: break
            }
        }
        return entries.isEmpty ? nil : entries
    }

    private static func entry(_ value: JSONValue) -> (id: Int, text: String)? {
        guard let object = value.object, let text = object["text"]?.string else { return nil }
        switch object["id"] {
        case .number(let spelling): return Int(spelling).map { ($0, text) }
        // Some models quote numbers.
        case .string(let spelling): return Int(spelling).map { ($0, text) }
        default: return nil
        }
    }
}
