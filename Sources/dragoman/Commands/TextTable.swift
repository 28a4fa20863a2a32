// SPDX-License-Identifier: Apache-2.0

/// Rows of text in columns.
struct TextTable {
    let header: [String]
    var rows: [[String]] = []

    init(_ header: String...) { self.header = header }

    /// The columns as wide as their widest cell, the last one as it comes.
    var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 {
                    line += String(repeating: " ", count: widths[column] - cell.count + 2)
                }
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

extension Array where Element == String {
    /// The elements with something between them, or a dash when there are none.
    func orDash(separator: String) -> String { isEmpty ? "-" : joined(separator: separator) }
}

extension String {
    /// Itself, or a dash when there is nothing.
    var orDash: String { isEmpty ? "-" : self }
}
