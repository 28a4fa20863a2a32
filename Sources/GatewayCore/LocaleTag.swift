// SPDX-License-Identifier: Apache-2.0

/// A well-formed BCP 47 language tag (RFC 5646, section 2.1), spelled as the caller spelled it.
///
/// Two tags are equal when they differ in letter case only. Canonical form, likely subtags and fallback come
/// from ``LocaleRules``.
public struct LocaleTag: Sendable, Hashable, CustomStringConvertible {
    /// The tag as it was spelled.
    public let spelling: String
    /// The tag in lower case, for comparing.
    public let folded: String

    /// Why a text is not a tag.
    public struct Malformed: Error, Sendable, Equatable {
        /// The reason, in words that end a sentence.
        public let reason: String
    }

    /// Takes a tag from outside.
    public init(_ text: String) throws(Malformed) {
        if let reason = LocaleTagGrammar.fault(in: text) { throw Malformed(reason: reason) }
        self.init(unchecked: text)
    }

    /// Takes a tag that is known to be well-formed.
    public init(unchecked text: String) {
        spelling = text
        folded = text.lowercased()
    }

    /// Equal but for the case of letters.
    public static func == (left: LocaleTag, right: LocaleTag) -> Bool { left.folded == right.folded }
    /// Hashes the tag without regard to case.
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    /// The tag as it was spelled.
    public var description: String { spelling }
}

/// RFC 5646, figure 1, as a walk over the subtags.
enum LocaleTagGrammar {
    /// Tags that are well-formed only because the registry lists them (`irregular`).
    private static let irregular: Set<String> = [
        "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo",
        "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
    ]

    /// What is wrong with a tag, or `nil`.
    static func fault(in text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.utf8.count > 128 { return "it is longer than 128 characters" }
        if text.utf8.contains(UInt8(ascii: "_")) {
            return
                "subtags are joined by '-', not '_': write \"\(text.prefix(40).replacing("_", with: "-"))\""
        }
        let folded = text.lowercased()
        if irregular.contains(folded) { return nil }
        let subtags = folded.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        for subtag in subtags {
            if subtag.isEmpty { return "it has an empty subtag" }
            if subtag.count > 8 { return "a subtag is longer than 8 characters" }
            if !subtag.allSatisfy({ isLetter($0) || isDigit($0) }) {
                return "subtags hold only letters and digits of ASCII"
            }
        }
        return fault(in: subtags, of: text)
    }

    private static func fault(in subtags: [Substring.UTF8View.SubSequence], of text: String) -> String? {
        let language = subtags[0]
        if language.elementsEqual("x".utf8) {
            return subtags.count > 1 ? nil : "a private tag needs something after \"x\""
        }
        guard (2...8).contains(language.count), language.allSatisfy(isLetter) else {
            return "it does not begin with a language of two to eight letters"
        }
        var rest = subtags.dropFirst()
        if language.count == 2, let next = rest.first, next.count == 3, next.allSatisfy(isLetter),
            next.first == UInt8(ascii: "r")
        {
            // No language of two letters has an extended language that begins with "r".
            let region = text.split(separator: "-")[1].dropFirst()
            return "a region is written without 'r': write \"\(text.prefix(2))-\(region)\""
        }
        if language.count <= 3 {
            rest = rest.dropping(upTo: 3) { $0.count == 3 && $0.allSatisfy(isLetter) }
        }
        rest = rest.dropping(upTo: 1) { $0.count == 4 && $0.allSatisfy(isLetter) }
        rest = rest.dropping(upTo: 1) {
            ($0.count == 2 && $0.allSatisfy(isLetter)) || ($0.count == 3 && $0.allSatisfy(isDigit))
        }
        var variants: Set<String> = []
        while let subtag = rest.first, isVariant(subtag) {
            guard variants.insert(String(Substring(subtag))).inserted else { return "a variant stands twice" }
            rest = rest.dropFirst()
        }
        return extensionFault(in: rest)
    }

    private static func extensionFault(in subtags: ArraySlice<Substring.UTF8View.SubSequence>) -> String? {
        var rest = subtags
        var singletons: Set<UInt8> = []
        while let singleton = rest.first {
            guard singleton.count == 1, let letter = singleton.first else {
                return "the subtag \"\(Substring(singleton))\" cannot stand where it does"
            }
            rest = rest.dropFirst()
            if letter == UInt8(ascii: "x") {
                return rest.isEmpty ? "nothing follows \"x\"" : nil
            }
            guard singletons.insert(letter).inserted else { return "an extension stands twice" }
            let body = rest.prefix { $0.count >= 2 }
            if body.isEmpty { return "nothing follows an extension's letter" }
            rest = rest.dropFirst(body.count)
        }
        return nil
    }

    private static func isVariant(_ subtag: Substring.UTF8View.SubSequence) -> Bool {
        subtag.count >= 5 || (subtag.count == 4 && subtag.first.map(isDigit) == true)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension ArraySlice {
    /// The slice without its first elements that match, at most `count` of them.
    fileprivate func dropping(upTo count: Int, while matches: (Element) -> Bool) -> ArraySlice {
        dropFirst(prefix(count).prefix(while: matches).count)
    }
}
