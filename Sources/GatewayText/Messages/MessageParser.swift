// SPDX-License-Identifier: Apache-2.0

/// Reads messages as ICU does: an apostrophe quotes only before a brace, or before `#` in a plural
/// (`UMSGPAT_APOS_DOUBLE_OPTIONAL`).
struct MessageParser {
    /// Why a text is not a message.
    struct Fault: Error, Equatable {
        /// In words that end a sentence.
        let reason: String
        /// In UTF-8 bytes.
        let offset: Int
    }

    /// Deeper nesting is refused: a message of people's has three levels.
    private static let deepest = 16

    private let bytes: [UInt8]
    private var index = 0
    private var sawDoubledApostrophe = false
    private var sawSingleApostrophe = false

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The message that a text is.
    static func message(_ text: String) throws(Fault) -> Message {
        var parser = MessageParser(text)
        let nodes = try parser.nodes(depth: 0, parent: nil)
        return Message(
            nodes: nodes, doublesApostrophes: parser.sawDoubledApostrophe && !parser.sawSingleApostrophe)
    }

    /// Whether a text seems to hold an argument with branches; what is only a likeness fails to parse.
    static func mayHoldChoice(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            if isChoice(bytes, at: index) { return true }
            index += 1
        }
        return false
    }

    private static func isChoice(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        let name = bytes.end(from: start + 1, while: \.isSpace)
        let nameEnd = bytes.end(from: name) { $0.isWord || $0.isWide }
        guard nameEnd > name else { return false }
        let comma = bytes.end(from: nameEnd, while: \.isSpace)
        guard bytes.at(comma) == UInt8(ascii: ",") else { return false }
        let type = bytes.end(from: comma + 1, while: \.isSpace)
        return bytes.holds("plural", at: type) || bytes.holds("select", at: type)
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }
    private func byte(after count: Int) -> UInt8? {
        index + count < bytes.count ? bytes[index + count] : nil
    }

    private func fault(_ reason: String) -> Fault { Fault(reason: reason, offset: min(index, bytes.count)) }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func skipSpace() {
        // Pattern_White_Space beyond ASCII does not occur in anybody's messages.
        while let byte, byte.isSpace { index += 1 }
    }

    /// Up to the end, or to the brace that closes a branch, which stays.
    private mutating func nodes(depth: Int, parent: Message.Choice.Kind?) throws(Fault) -> [Message.Node] {
        guard depth <= Self.deepest else { throw fault("it nests deeper than \(Self.deepest) levels") }
        var nodes: [Message.Node] = []
        var text: [UInt8] = []
        let isPlural = parent == .plural || parent == .selectordinal
        while let byte {
            switch byte {
            case 0x27: readApostrophe(into: &text, isPlural: isPlural)
            case UInt8(ascii: "{"):
                Self.flush(&text, into: &nodes)
                nodes.append(try argument(depth: depth))
            case UInt8(ascii: "}") where depth > 0:
                Self.flush(&text, into: &nodes)
                return nodes
            case UInt8(ascii: "#") where isPlural:
                Self.flush(&text, into: &nodes)
                nodes.append(.pound)
                index += 1
            default:
                text.append(byte)
                index += 1
            }
        }
        guard depth == 0 else { throw fault("a branch is not closed") }
        Self.flush(&text, into: &nodes)
        return nodes
    }

    private static func flush(_ text: inout [UInt8], into nodes: inout [Message.Node]) {
        guard !text.isEmpty else { return }
        nodes.append(.text(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    /// An apostrophe: two are one, one before a brace quotes up to the next one, any other is text.
    private mutating func readApostrophe(into text: inout [UInt8], isPlural: Bool) {
        let next = byte(after: 1)
        if next == 0x27 {
            text.append(0x27)
            sawDoubledApostrophe = true
            index += 2
            return
        }
        guard next == UInt8(ascii: "{") || next == UInt8(ascii: "}") || isPlural && next == UInt8(ascii: "#")
        else {
            text.append(0x27)
            sawSingleApostrophe = true
            index += 1
            return
        }
        index += 1
        while let byte {
            if byte == 0x27 {
                guard self.byte(after: 1) == 0x27 else {
                    index += 1
                    return
                }
                index += 1
            }
            text.append(byte)
            index += 1
        }
    }

    private mutating func identifier() -> String {
        let start = index
        while let byte, byte.isWord || byte.isWide { index += 1 }
        return string(start..<index)
    }

    private mutating func argument(depth: Int) throws(Fault) -> Message.Node {
        let start = index
        index += 1
        skipSpace()
        let name = identifier()
        guard !name.isEmpty else { throw fault("an argument has no name") }
        skipSpace()
        if byte == UInt8(ascii: "}") {
            index += 1
            return .argument(name: name, type: "", spelling: string(start..<index))
        }
        guard byte == UInt8(ascii: ",") else {
            throw fault("an argument's name is followed by something else")
        }
        index += 1
        skipSpace()
        let type = identifier()
        guard !type.isEmpty else { throw fault("an argument has no type") }
        skipSpace()
        if let kind = Message.Choice.Kind(rawValue: type) {
            guard byte == UInt8(ascii: ",") else { throw fault("\(type) has no branches") }
            index += 1
            return .choice(try choice(kind, name: name, depth: depth))
        }
        if byte != UInt8(ascii: "}") {
            guard byte == UInt8(ascii: ",") else {
                throw fault("an argument's type is followed by something else")
            }
            try skipStyle()
        }
        index += 1
        return .argument(name: name, type: type, spelling: string(start..<index))
    }

    /// Up to the brace that closes the argument; an apostrophe quotes up to the next one.
    private mutating func skipStyle() throws(Fault) {
        var depth = 0
        while let byte {
            switch byte {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                if depth == 0 { return }
                depth -= 1
            case 0x27:
                repeat { index += 1 } while self.byte != nil && self.byte != 0x27
            default: break
            }
            index += 1
        }
        throw fault("an argument is not closed")
    }

    private mutating func choice(
        _ kind: Message.Choice.Kind, name: String, depth: Int
    ) throws(Fault) -> Message.Choice {
        var offset = "0"
        var branches: [Message.Choice.Branch] = []
        while true {
            skipSpace()
            guard let byte else { throw fault("\(kind.rawValue) is not closed") }
            if byte == UInt8(ascii: "}") { break }
            let selector = try selector(kind)
            if selector == "offset", kind != .select, self.byte == UInt8(ascii: ":") {
                guard branches.isEmpty, offset == "0" else { throw fault("offset stands first and once") }
                index += 1
                skipSpace()
                offset = try number()
                continue
            }
            skipSpace()
            guard self.byte == UInt8(ascii: "{") else { throw fault("the branch \(selector) has no braces") }
            index += 1
            let nodes = try nodes(depth: depth + 1, parent: kind)
            index += 1
            // Of two with one selector ICU takes the first.
            if !branches.contains(where: { $0.selector == selector }) {
                branches.append(.init(selector: selector, nodes: nodes))
            }
        }
        index += 1
        guard branches.contains(where: { $0.selector == "other" }) else {
            throw fault("\(kind.rawValue) has no branch other")
        }
        return Message.Choice(kind: kind, name: name, offset: offset, branches: branches)
    }

    private mutating func selector(_ kind: Message.Choice.Kind) throws(Fault) -> String {
        if byte == UInt8(ascii: "="), kind != .select {
            index += 1
            return "=" + (try number())
        }
        let name = identifier()
        guard !name.isEmpty else { throw fault("a branch of \(kind.rawValue) has no selector") }
        return name
    }

    private mutating func number() throws(Fault) -> String {
        let start = index
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { index += 1 }
        while let byte, byte.isDigit || byte == UInt8(ascii: ".") { index += 1 }
        let spelling = string(start..<index)
        guard Double(spelling) != nil else { throw fault("a number is expected") }
        return spelling
    }
}
