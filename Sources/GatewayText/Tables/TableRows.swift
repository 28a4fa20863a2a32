// SPDX-License-Identifier: Apache-2.0

/// Reads rows of cells (RFC 4180): a quoted cell may hold separators, line ends and doubled quotes.
struct TableRows {
    private static let quote = UInt8(ascii: "\"")
    private static let feed = UInt8(ascii: "\n")
    private static let carriage = UInt8(ascii: "\r")

    /// A mistake after which rows cannot be told apart.
    struct Fault: Error {
        /// From 1.
        let line: Int
        /// The number of the cell, from 1.
        let column: Int
        let reason: String
    }

    private let bytes: ArraySlice<UInt8>
    private var separator: UInt8
    private var index: Int
    /// Of the row that is read next, from 1.
    private(set) var line = 1

    /// - Parameter separator: of cells; where it is a comma and the first row has semicolons in its place, those separate.
    init(_ bytes: ArraySlice<UInt8>, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        index = bytes.startIndex
        // Spreadsheets of many countries write semicolons.
        if separator == UInt8(ascii: ",") {
            let header = bytes.prefix { $0 != Self.feed }
            if header.contains(UInt8(ascii: ";")), !header.contains(separator) {
                self.separator = UInt8(ascii: ";")
            }
        }
    }

    /// Whether nothing is left to read.
    var isAtEnd: Bool { index >= bytes.endIndex }

    /// The cells of the next row; one empty cell for a blank line.
    mutating func next() throws(Fault) -> [String] {
        var cells: [String] = []
        let start = line
        func fault(_ reason: String) -> Fault {
            Fault(line: start, column: cells.count + 1, reason: reason)
        }
        while true {
            var cell: [UInt8] = []
            let isQuoted = index < bytes.endIndex && bytes[index] == Self.quote
            if isQuoted {
                guard readQuoted(into: &cell) else { throw fault("a quoted cell does not end") }
                guard index == bytes.endIndex || isEnd(bytes[index]) else {
                    throw fault("something follows the closing quote of a cell")
                }
            } else {
                let begin = index
                while index < bytes.endIndex, !isEnd(bytes[index]) { index += 1 }
                cell.append(contentsOf: bytes[begin..<index])
            }
            guard let text = String(validating: cell, as: UTF8.self) else {
                throw fault("a cell is not UTF-8")
            }
            cells.append(text)
            guard index < bytes.endIndex else { return cells }
            let end = bytes[index]
            index += 1
            if end == separator { continue }
            if end == Self.carriage, index < bytes.endIndex, bytes[index] == Self.feed { index += 1 }
            line += 1
            return cells
        }
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == separator || byte == Self.feed || byte == Self.carriage
    }

    /// Reads from the opening quote to behind the closing one; whether there is one.
    private mutating func readQuoted(into cell: inout [UInt8]) -> Bool {
        index += 1
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == Self.quote {
                guard index < bytes.endIndex, bytes[index] == Self.quote else { return true }
                index += 1
            } else if byte == Self.feed {
                line += 1
            }
            cell.append(byte)
        }
        return false
    }
}
