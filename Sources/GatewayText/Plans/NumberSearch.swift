// SPDX-License-Identifier: Apache-2.0

/// Finds a number in a translation, in whatever digits and with whatever separators it came back.
enum NumberSearch {
    /// A number in a text.
    struct Found {
        /// In UTF-8 bytes.
        let range: Range<Int>
        /// ASCII digits, without separators.
        let digits: String
        let hasSeparator: Bool
    }

    /// Whether a text has anything that could be a digit.
    static func mayHold(_ bytes: Span<UInt8>) -> Bool {
        for index in 0..<bytes.count where bytes[unchecked: index].isDigit || bytes[unchecked: index] >= 0xD9
        {
            return true
        }
        return false
    }

    /// All numbers of a text, in order. A separator counts between two digits only.
    static func all(in bytes: Span<UInt8>, _ range: Range<Int>) -> [Found] {
        var found: [Found] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard let first = digit(bytes, at: index) else {
                index += bytes[index] < 0x80 ? 1 : bytes.scalar(at: index).length
                continue
            }
            let start = index
            var digits = String(first.value)
            var hasSeparator = false
            index += first.length
            while index < range.upperBound {
                if let next = digit(bytes, at: index) {
                    digits += String(next.value)
                    index += next.length
                    continue
                }
                let (scalar, length) = bytes.scalar(at: index)
                guard separators.contains(scalar), index + length < range.upperBound,
                    digit(bytes, at: index + length) != nil
                else { break }
                hasSeparator = true
                index += length
            }
            found.append(Found(range: start..<index, digits: digits, hasSeparator: hasSeparator))
        }
        return found
    }

    /// The value of the next digit at or after a position, which becomes the one behind it; `nil` when none follows.
    static func nextDigit(_ bytes: Span<UInt8>, from index: inout Int) -> Int? {
        while index < bytes.count {
            let byte = bytes[unchecked: index]
            // No script has digits of two bytes below U+0640.
            guard byte >= 0xD9 || byte.isDigit else {
                index += 1
                continue
            }
            if let found = digit(bytes, at: index) {
                index += found.length
                return found.value
            }
            index += bytes.scalar(at: index).length
        }
        return nil
    }

    /// Of fractions and of groups of digits, in CLDR's locales.
    private static let separators: Set<Unicode.Scalar> = [
        ".", ",", "'", "\u{2019}", "\u{A0}", "\u{202F}", "\u{2009}", "\u{66B}", "\u{66C}",
    ]

    private static func digit(_ bytes: Span<UInt8>, at index: Int) -> (value: Int, length: Int)? {
        let byte = bytes[index]
        if byte < 0x80 { return byte.isDigit ? (Int(byte & 0x0F), 1) : nil }
        let (scalar, length) = bytes.scalar(at: index)
        guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
        else { return nil }
        return (Int(value), length)
    }

    /// Whether a number that was found is one that was looked for, as ASCII digits with a point.
    static func matches(_ found: Found, _ digits: String) -> Bool {
        guard digits.contains(".") else {
            return found.digits == digits && (!found.hasSeparator || digits.utf8.count > 3)
        }
        return found.hasSeparator && found.digits == digits.replacing(".", with: "")
    }
}
