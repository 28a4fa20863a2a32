// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Reads rows of cells (RFC 4180): a quoted cell may hold separators, line ends and doubled quotes.
struct TableReader {
    private static let quote = UInt8(ascii: "\"")
    private static let feed = UInt8(ascii: "\n")
    private static let carriage = UInt8(ascii: "\r")

    private let bytes: ArraySlice<UInt8>
    private var separator: UInt8
    private var index: Int
    private var line = 1

    /// Reads a table with a header row.
    static func read(_ bytes: ArraySlice<UInt8>, separator: UInt8, into items: inout GlossaryFileItems) {
        var reader = TableReader(bytes: bytes, separator: separator, index: bytes.startIndex)
        if separator == UInt8(ascii: ",") { reader.adoptSemicolon() }
        reader.readAll(into: &items)
    }

    /// Spreadsheets of many countries write semicolons.
    private mutating func adoptSemicolon() {
        let header = bytes.prefix { $0 != Self.feed }
        if header.contains(UInt8(ascii: ";")), !header.contains(UInt8(ascii: ",")) {
            separator = UInt8(ascii: ";")
        }
    }

    private mutating func readAll(into items: inout GlossaryFileItems) {
        guard let columns = readHeader(into: &items) else { return }
        while index < bytes.endIndex, !items.isFull {
            let start = line
            guard let cells = readRow(into: &items) else { return }
            // A blank line is no row.
            if cells.count == 1, cells[0].isEmpty { continue }
            guard cells.count <= columns.count else {
                items.fault(start, columns.count + 1, "", "the row has more cells than the header")
                continue
            }
            do throws(RequestError) {
                let item = try GlossaryItem { field in
                    guard let column = columns.firstIndex(of: field), column < cells.count else { return nil }
                    return cells[column].isEmpty ? nil : cells[column]
                }
                items.append(item, line: start)
            } catch {
                guard case .invalid(let field, let reason) = error else { continue }
                let column = columns.firstIndex { $0.rawValue == field } ?? 0
                items.fault(start, column + 1, field, reason)
            }
        }
    }

    private mutating func readHeader(into items: inout GlossaryFileItems) -> [GlossaryField]? {
        guard let cells = readRow(into: &items) else { return nil }
        var columns: [GlossaryField] = []
        if cells == [""] {
            items.fault(1, 1, "", "the file has no header row")
            return nil
        }
        for (index, cell) in cells.enumerated() {
            let name = cell.lowercased()
            guard let field = GlossaryField.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
                items.fault(1, index + 1, "", "the header has the unknown column \"\(cell.prefix(60))\"")
                continue
            }
            if columns.contains(field) {
                items.fault(1, index + 1, field.rawValue, "has two columns")
            }
            columns.append(field)
        }
        if !columns.contains(.sourceText) { items.fault(1, 1, "sourceText", "has no column") }
        return items.mistakes.isEmpty ? columns : nil
    }

    /// The cells of the next row, or `nil` behind a mistake after which rows cannot be told apart.
    private mutating func readRow(into items: inout GlossaryFileItems) -> [String]? {
        var cells: [String] = []
        let start = line
        while true {
            var cell: [UInt8] = []
            let isQuoted = index < bytes.endIndex && bytes[index] == Self.quote
            if isQuoted {
                guard readQuoted(into: &cell) else {
                    items.fault(start, cells.count + 1, "", "a quoted cell does not end")
                    return nil
                }
                guard index == bytes.endIndex || isEnd(bytes[index]) else {
                    items.fault(start, cells.count + 1, "", "something follows the closing quote of a cell")
                    return nil
                }
            } else {
                let begin = index
                while index < bytes.endIndex, !isEnd(bytes[index]) { index += 1 }
                cell.append(contentsOf: bytes[begin..<index])
            }
            guard let text = String(validating: cell, as: UTF8.self) else {
                items.fault(start, cells.count + 1, "", "a cell is not UTF-8")
                return nil
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

/// Writes rows of cells (RFC 4180).
enum TableWriter {
    static func write(_ items: some Sequence<GlossaryItem>, separator: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ cells: [String]) {
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
        append(GlossaryField.allCases.map(\.rawValue))
        for item in items { append(GlossaryField.allCases.map(item.text)) }
        return bytes
    }
}
