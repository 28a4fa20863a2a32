// SPDX-License-Identifier: Apache-2.0

/// The `traceparent` of a request (W3C Trace Context, section 3.2): which trace it belongs to, passed on to whatever
/// is called on its behalf.
public struct TraceParent: Sendable, Equatable {
    /// As it goes into a header.
    public let text: String

    /// Takes a header's value, or gives `nil` for one that does not follow the standard, which is then ignored.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff",
            parts[1].utf8.count == 32, parts[2].utf8.count == 16, parts[3].utf8.count == 2,
            // Version 00 has four parts; later ones may have more, which an older reader leaves out.
            parts[0] != "00" || parts.count == 4,
            parts[..<4].allSatisfy({ $0.utf8.allSatisfy(Self.isLowerHexadecimal) }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        self.text = "00-\(parts[1])-\(parts[2])-\(parts[3])"
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
