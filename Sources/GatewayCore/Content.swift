// SPDX-License-Identifier: Apache-2.0

/// A string of a caller's content that may be translated.
public struct Leaf: Sendable, Equatable {
    /// Keys and positions joined by dots, such as `nav.items.0`.
    public let path: String
    /// The text.
    public let text: String
    /// Breadcrumbs the caller gave for it.
    public let hints: [String]
}

/// A caller's JSON object, walked once: which of its strings may be translated, and how to put them back.
///
/// Left as they are: keys, numbers, booleans, null, locked values, blank strings, the names in a chat, and a
/// dictionary's own `locale` (docs/http-api.md, "Content").
public struct Content: Sendable {
    /// The content as it came.
    public let root: JSONObject
    /// Its translatable strings, in document order.
    public let leaves: [Leaf]
    /// Which string values of the document are leaves, in document order.
    private let isLeaf: [Bool]

    /// Walks `root`.
    ///
    /// - Parameters:
    ///   - hints: by top-level key or by whole path.
    ///   - locked: what stays as it is.
    public init(_ root: JSONObject, hints: [String: [String]] = [:], locked: LockedKeys = .none) {
        var walk = Walk(hints: hints, locked: locked)
        walk.visit(root)
        self.root = root
        leaves = walk.leaves
        isLeaf = walk.isLeaf
    }

    /// The same content with other texts, one for each leaf, in the same order.
    public func replacing(_ texts: [String]) -> JSONObject {
        precondition(texts.count == leaves.count)
        var rebuild = Rebuild(texts: texts, isLeaf: isLeaf)
        return rebuild.object(root)
    }

    /// How many strings, translatable or not, a value holds.
    public static func stringCount(in value: JSONValue) -> Int {
        switch value {
        case .string: 1
        case .array(let elements): elements.reduce(0) { $0 + stringCount(in: $1) }
        case .object(let object): object.members.reduce(0) { $0 + stringCount(in: $1.value) }
        case .null, .bool, .number: 0
        }
    }
}

extension String {
    /// Whether there is nothing but white space (Unicode `White_Space`).
    public var isBlank: Bool {
        for byte in utf8 {
            // Beyond ASCII only the properties tell.
            if byte >= 0x80 { return unicodeScalars.allSatisfy(\.properties.isWhitespace) }
            guard byte == 0x20 || (0x09...0x0D).contains(byte) else { return false }
        }
        return true
    }
}

extension Content {
    private struct Walk {
        let hints: [String: [String]]
        let locked: LockedKeys
        var leaves: [Leaf] = []
        var isLeaf: [Bool] = []
        private var path: [String] = []

        init(hints: [String: [String]], locked: LockedKeys) {
            self.hints = hints
            self.locked = locked
        }

        mutating func visit(_ root: JSONObject) {
            let isDictionary = Content.isDictionary(root)
            for member in root.members {
                path.append(member.name)
                if member.name == "chat", let turns = Content.chatTurns(member.value) {
                    visit(chat: turns)
                } else {
                    visit(member.value, isKept: isDictionary && member.name == "locale")
                }
                path.removeLast()
            }
        }

        private mutating func visit(chat turns: [JSONObject]) {
            let isKept = isLocked
            for (index, turn) in turns.enumerated() {
                path.append(String(index))
                for member in turn.members {
                    path.append(member.name)
                    visit(member.value, isKept: isKept || member.name == "name")
                    path.removeLast()
                }
                path.removeLast()
            }
        }

        private var isLocked: Bool { !locked.isEmpty && locked.locks(path) }

        private mutating func visit(_ value: JSONValue, isKept: Bool) {
            let isKept = isKept || isLocked
            switch value {
            case .null, .bool, .number: break
            case .string(let text):
                let isLeaf = !isKept && !text.isBlank
                self.isLeaf.append(isLeaf)
                if isLeaf { leaves.append(leaf(text)) }
            case .array(let elements):
                for (index, element) in elements.enumerated() {
                    path.append(String(index))
                    visit(element, isKept: isKept)
                    path.removeLast()
                }
            case .object(let object):
                for member in object.members {
                    path.append(member.name)
                    visit(member.value, isKept: isKept)
                    path.removeLast()
                }
            }
        }

        private func leaf(_ text: String) -> Leaf {
            let joined = path.count == 1 ? path[0] : path.joined(separator: ".")
            let hints = hints.isEmpty ? [] : hints[joined] ?? hints[path[0]] ?? []
            return Leaf(path: joined, text: text, hints: hints)
        }
    }

    private struct Rebuild {
        let texts: [String]
        let isLeaf: [Bool]
        private var nextText = 0
        private var nextString = 0

        init(texts: [String], isLeaf: [Bool]) {
            self.texts = texts
            self.isLeaf = isLeaf
        }

        mutating func object(_ object: JSONObject) -> JSONObject {
            var result = object
            for index in result.members.indices {
                result.members[index].value = value(result.members[index].value)
            }
            return result
        }

        private mutating func value(_ value: JSONValue) -> JSONValue {
            switch value {
            case .null, .bool, .number: return value
            case .string:
                defer { nextString += 1 }
                guard isLeaf[nextString] else { return value }
                defer { nextText += 1 }
                return .string(texts[nextText])
            case .array(var elements):
                for index in elements.indices { elements[index] = self.value(elements[index]) }
                return .array(elements)
            case .object(let object): return .object(self.object(object))
            }
        }
    }

    /// The turns of a chat: an array of objects that have exactly `name` and `text`, both strings.
    private static func chatTurns(_ value: JSONValue) -> [JSONObject]? {
        guard let elements = value.array, !elements.isEmpty else { return nil }
        var turns: [JSONObject] = []
        for element in elements {
            guard let turn = element.object, turn.members.count == 2, turn["name"]?.string != nil,
                turn["text"]?.string != nil
            else { return nil }
            turns.append(turn)
        }
        return turns
    }

    /// Whether the object is a compiler's dictionary, which names its own locale beside a numeric `version`.
    private static func isDictionary(_ root: JSONObject) -> Bool {
        guard case .number? = root["version"], let locale = root["locale"]?.string else { return false }
        return LocaleTagGrammar.fault(in: locale) == nil
    }
}
