// SPDX-License-Identifier: Apache-2.0

/// How many tokens a text may be, for limits and reservations; vendors count each in a way of their own.
///
/// Four bytes of ASCII or two other scalars to a token: above what common tokenizers make of prose in Latin and
/// Cyrillic letters, near what they make of Chinese and Japanese.
enum TokenEstimate {
    static func tokens(_ text: String) -> Int {
        var (ascii, others) = (0, 0)
        for byte in text.utf8 {
            if byte < 0x80 {
                ascii += 1
            } else if byte >= 0xC0 {
                others += 1
            }
        }
        return (ascii + 3) / 4 + (others + 1) / 2
    }
}
