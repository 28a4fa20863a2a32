// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Reads glossary items from a table with a header row.
struct TableReader {
    private var rows: TableRows

    /// Reads a table with a header row.
    static func read(_ bytes: ArraySlice<UInt8>, separator: UInt8, into items: inout GlossaryFileItems) {
        var reader = TableReader(rows: TableRows(bytes, separator: separator))
        reader.readAll(into: &items)
    }

    private mutating func readAll(into items: inout GlossaryFileItems) {
        guard let columns = readHeader(into: &items) else { return }
        while !rows.isAtEnd, !items.isFull {
            let start = rows.line
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
        do throws(TableRows.Fault) {
            return try rows.next()
        } catch {
            items.fault(error.line, error.column, "", error.reason)
            return nil
        }
    }
}

/// Writes glossary items as a table.
enum TableWriter {
    static func write(_ items: some Sequence<GlossaryItem>, separator: UInt8) -> [UInt8] {
        var table = TableText(separator: separator)
        table.append(GlossaryField.allCases.map(\.rawValue))
        for item in items { table.append(GlossaryField.allCases.map(item.text)) }
        return table.bytes
    }
}
