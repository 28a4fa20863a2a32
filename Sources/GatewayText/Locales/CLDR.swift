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

    /// The direction of the locale's likely script.
    static func direction(_ tag: String) -> WritingDirection {
        loc_is_right_to_left(tag) == 1 ? .rightToLeft : .leftToRight
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
