// SPDX-License-Identifier: Apache-2.0
import CLocale
import GatewayCore

/// CLDR's answers as the C interface gives them, as Swift strings. Nothing is kept here.
enum CLDR {
    /// The tag with grandfathered tags replaced and its subtags in order (RFC 5646, section 4.5).
    static func canonical(_ tag: String) -> String? { text { loc_canonical(tag, $0, $1) } }

    /// The tag with its likely subtags.
    static func maximized(_ tag: String) -> String? { text { loc_maximize(tag, $0, $1) } }

    /// What replaces a deprecated subtag.
    static func alias(_ kind: loc_alias_kind, _ key: String) -> String? {
        text { loc_alias(kind, key, $0, $1) }
    }

    /// The parent where cutting the last subtag would be wrong; `root` where there is none.
    static func statedParent(_ tag: String) -> String? { text { loc_stated_parent(tag, $0, $1) } }

    /// The name of a locale in the language of another.
    static func displayName(_ tag: String, in label: String) -> String? {
        text { loc_display_name(tag, label, $0, $1) }
    }

    /// The abbreviations of a language whose full stop ends no sentence; empty when there are none.
    static func abbreviations(_ language: String) -> [String] {
        let lines = text(capacity: 1 << 15) { loc_abbreviations(language, $0, $1) }
        return lines?.split(separator: "\n").map(String.init) ?? []
    }

    /// The tags of all locales that CLDR has data for.
    static var locales: [String] {
        text(capacity: 1 << 15, loc_locales)?.split(separator: "\n").map(String.init) ?? []
    }

    /// The direction of the locale's likely script.
    static func direction(_ tag: String) -> WritingDirection {
        loc_is_right_to_left(tag) == 1 ? .rightToLeft : .leftToRight
    }

    /// What ICU says against formatting a message with a number for every argument that counts, or `nil`.
    static func formatFault(
        _ pattern: String, _ tag: String, arguments: Set<Message.Argument>, number: Double
    ) -> String? {
        guard case .failure(let fault) = formatted(pattern, tag, arguments: arguments, number: number) else {
            return nil
        }
        return fault.name
    }

    /// ICU's name of an error.
    struct FormatFault: Error { let name: String }

    /// A message formatted with one number for every argument that counts, and the name of every other as its text.
    static func formatted(
        _ pattern: String, _ tag: String, arguments: Set<Message.Argument>, number: Double
    ) -> Result<String, FormatFault> {
        let sorted = Dictionary(grouping: arguments, by: \.name).sorted { $0.key < $1.key }
        // One allocation holds all names, each with its closing zero.
        var names: [CChar] = []
        var offsets: [Int] = []
        for (name, _) in sorted {
            offsets.append(names.count)
            names += name.utf8CString
        }
        var out = [CChar](repeating: 0, count: 4 * pattern.utf8.count + 1024)
        let length = names.withUnsafeBufferPointer { names in
            let list = zip(sorted, offsets).map { entry, offset in
                let name = names.baseAddress.map { $0 + offset }
                let isText = entry.value.allSatisfy { $0.type.isEmpty || $0.type == "select" }
                return loc_argument(name: name, text: isText ? name : nil, number: number)
            }
            return loc_format_message(
                tag, pattern, Int32(pattern.utf8.count), list, Int32(list.count), &out, Int32(out.count))
        }
        let end = length >= 0 ? Int(length) : out.firstIndex(of: 0) ?? 0
        let text = String(decoding: out.prefix(end).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return length >= 0 ? .success(text) : .failure(FormatFault(name: text))
    }

    private static func text(
        capacity: Int = 1024, _ write: (UnsafeMutablePointer<CChar>, Int32) -> Int32
    ) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let length = write(start, Int32(buffer.count))
            guard length >= 0 else { return nil }
            return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(length)), as: UTF8.self)
        }
    }
}
