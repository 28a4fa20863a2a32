// SPDX-License-Identifier: Apache-2.0

/// Writes rows of cells (RFC 4180), in UTF-8 without a byte order mark.
///
/// Nothing is done to what cells hold: one that begins with `=` is a text that begins with `=`.
public struct TableText: Sendable {
    /// The rows so far.
    public private(set) var bytes: [UInt8] = []
    private let separator: UInt8

    /// An empty table.
    public init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

    /// Writes a row.
    public mutating func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(separator) }
            let needsQuotes = cell.utf8.contains {
                $0 == separator || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                    || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: ";")
            }
            guard needsQuotes else {
                bytes.append(contentsOf: cell.utf8)
                continue
            }
            bytes.append(UInt8(ascii: "\""))
            for byte in cell.utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(contentsOf: "\r\n".utf8)
    }
}
