// SPDX-License-Identifier: Apache-2.0

/// What the hints of a text tell the gateway itself (docs/http-api.md, "Content and locales").
public enum TextHints {
    /// Graphemes that the translation may have, from `max-length: 20`; `nil` for any number.
    public static func limit(_ hints: [String]) -> Int? {
        hints.lazy.compactMap { value(of: "max-length", in: $0).flatMap { Int($0) } }.first { $0 > 0 }
    }

    /// The value of a hint of the form `name: value`.
    static func value(of name: String, in hint: String) -> Substring? {
        guard let colon = hint.firstIndex(of: ":"), hint[..<colon].lowercased() == name else { return nil }
        return hint[hint.index(after: colon)...].drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
    }
}
