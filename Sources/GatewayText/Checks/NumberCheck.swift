// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares the numbers of a pair, whatever their digits and separators.
enum NumberCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        // A number may be cut or joined by other separators: "10 000", "1,2".
        guard pair.has(.numeric), !haveSameDigits(pair) else { return [] }
        let wanted = numbers(pair.source.prose)
        let present = numbers(pair.translation.prose)
        guard wanted.sorted() != present.sorted() else { return [] }
        return CheckedPair.findings(.numbers, wanted: wanted, present: present)
    }

    /// Whether the digits of both are the same, one after the other.
    private static func haveSameDigits(_ pair: CheckedPair) -> Bool {
        let (source, translation) = (pair.source.prose.utf8.span, pair.translation.prose.utf8.span)
        var (index, other) = (0, 0)
        while true {
            let wanted = NumberSearch.nextDigit(source, from: &index)
            guard wanted == NumberSearch.nextDigit(translation, from: &other) else { return false }
            if wanted == nil { return true }
        }
    }

    private static func numbers(_ text: String) -> [String] {
        let bytes = text.utf8.span
        guard NumberSearch.mayHold(bytes) else { return [] }
        return NumberSearch.all(in: bytes, 0..<bytes.count).map(\.digits)
    }
}
