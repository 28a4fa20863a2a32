// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares the numbers of a pair, whatever their digits and separators.
enum NumberCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        let wanted = numbers(pair.source.prose)
        let present = numbers(pair.translation.prose)
        guard wanted != present, wanted.sorted() != present.sorted() else { return [] }
        // A number may be cut or joined by other separators: "10 000", "1,2".
        if wanted.joined() == present.joined() { return [] }
        return CheckedPair.findings(.numbers, wanted: wanted, present: present)
    }

    private static func numbers(_ text: String) -> [String] {
        let bytes = text.utf8.span
        guard NumberSearch.mayHold(bytes) else { return [] }
        return NumberSearch.all(in: bytes, 0..<bytes.count).map(\.digits)
    }
}
