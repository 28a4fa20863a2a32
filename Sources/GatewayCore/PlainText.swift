// SPDX-License-Identifier: Apache-2.0

/// What people write for people and engines to read: not blank, and without control characters.
enum PlainText {
    /// Checks a text of at most `limit` bytes. `field` names it in what is thrown.
    static func check(
        _ text: String, field: String, limit: Int, mayBreakLines: Bool = false
    ) throws(RequestError) {
        guard text.utf8.count <= limit else {
            throw .invalid(field: field, reason: "is longer than \(limit) bytes")
        }
        var isBlank = true
        for scalar in text.unicodeScalars {
            // The last two code points of each plane are no characters, and XML cannot hold them.
            let isControl =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
            if isControl, !mayBreakLines || !"\t\n\r".unicodeScalars.contains(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw .invalid(
                    field: field,
                    reason:
                        "holds a control character, U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)"
                )
            }
            if isBlank, scalar.value > 0x20 {
                let properties = scalar.properties
                isBlank = properties.isWhitespace || properties.isDefaultIgnorableCodePoint
            }
        }
        if isBlank { throw .invalid(field: field, reason: "is blank") }
    }
}
