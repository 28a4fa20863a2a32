// SPDX-License-Identifier: Apache-2.0

/// Names an entry of translation memory, `mem_…`: its number in the store, in 16 digits to the base of 62.
public struct MemoryEntryID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "mem"
    /// The kind of thing, as errors say it.
    public static let entity = "MemoryEntry"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }

    /// The name of the entry with that number, at least 0.
    public init(number: Int64) {
        let alphabet = IdentifierSource.alphabet
        var digits = [UInt8](repeating: alphabet[0], count: 16)
        var (rest, place) = (number, digits.count)
        while rest > 0, place > 0 {
            place -= 1
            digits[place] = alphabet[Int(rest % 62)]
            rest /= 62
        }
        self.init(unchecked: "\(Self.prefix)_\(String(decoding: digits, as: UTF8.self))")
    }

    /// The number it stands for; `nil` for a name that no entry ever has.
    public var number: Int64? {
        var number: Int64 = 0
        for byte in text.utf8.dropFirst(Self.prefix.utf8.count + 1) {
            guard let digit = IdentifierSource.alphabet.firstIndex(of: byte) else { return nil }
            let (product, overflows) = number.multipliedReportingOverflow(by: 62)
            let (sum, overflowsToo) = product.addingReportingOverflow(Int64(digit))
            guard !overflows, !overflowsToo else { return nil }
            number = sum
        }
        return number
    }
}
