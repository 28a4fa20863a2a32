// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Reads test sets of files.
public enum TestSetFile {
    /// What kind of file a test set comes in.
    public enum Format: String, Sendable, CaseIterable {
        /// RFC 4180, with the columns `source` and, if there are references, `reference`.
        case csv
        /// Translation Memory eXchange: the units of the pair.
        case tmx
    }

    /// Why a file cannot be read.
    public struct Failure: Error, Sendable, Equatable {
        /// In words that name the line.
        public let reason: String
    }

    /// Translations of a TMX file, of which those of another pair are left out.
    private static let mostUnits = 100_000
    private enum Column: String { case source, reference }

    /// The segments of a table, at most `limit` and one.
    public static func readTable(_ bytes: [UInt8], limit: Int) throws(Failure) -> [TestSegment] {
        // A byte order mark is no part of the text.
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var rows = TableRows(bytes[start...], separator: UInt8(ascii: ","))
        let columns = try columns(of: &rows)
        var segments: [TestSegment] = []
        while !rows.isAtEnd, segments.count <= limit {
            let line = rows.line
            let cells = try cells(of: &rows)
            // A blank line is no row.
            if cells.count == 1, cells[0].isEmpty { continue }
            guard cells.count <= columns.count else {
                throw failure(line, columns.count + 1, "the row has more cells than the header")
            }
            func text(_ column: Column) -> String? {
                guard let place = columns.firstIndex(of: column), place < cells.count else { return nil }
                return cells[place]
            }
            let segment = TestSegment(
                position: segments.count + 1, source: text(.source) ?? "",
                reference: text(.reference).flatMap { $0.isEmpty ? nil : $0 })
            if let fault = segment.fault {
                let column = columns.firstIndex { $0.rawValue == fault.field } ?? 0
                throw failure(line, column + 1, "\(fault.field) \(fault.reason)")
            }
            segments.append(segment)
        }
        return segments
    }

    private static func columns(of rows: inout TableRows) throws(Failure) -> [Column] {
        let header = try cells(of: &rows)
        if header == [""] { throw failure(1, 1, "the file has no header row") }
        var columns: [Column] = []
        for (index, cell) in header.enumerated() {
            guard let column = Column(rawValue: cell.lowercased()) else {
                throw failure(1, index + 1, "the header has the unknown column \"\(cell.prefix(60))\"")
            }
            if columns.contains(column) { throw failure(1, index + 1, "\(column.rawValue) has two columns") }
            columns.append(column)
        }
        guard columns.contains(.source) else { throw failure(1, 1, "source has no column") }
        return columns
    }

    private static func cells(of rows: inout TableRows) throws(Failure) -> [String] {
        do throws(TableRows.Fault) {
            return try rows.next()
        } catch {
            throw failure(error.line, error.column, error.reason)
        }
    }

    private static func failure(_ line: Int, _ column: Int, _ reason: String) -> Failure {
        Failure(reason: "line \(line), column \(column): \(reason)")
    }

    /// The segments of a TMX file: each unit of the pair with its translation as the reference.
    ///
    /// - Parameters:
    ///   - pair: canonical locales.
    ///   - canonical: gives a locale's canonical form.
    public static func readMemory(
        _ bytes: [UInt8], pair: LocalePair, canonical: (LocaleTag) -> LocaleTag
    ) throws(Failure) -> [TestSegment] {
        let contents: TMXFile.Contents
        do throws(TMXFile.Failure) {
            contents = try TMXFile.read(bytes, limit: mostUnits)
        } catch {
            throw Failure(reason: error.reason)
        }
        let units = contents.units.filter {
            canonical($0.source) == pair.source && canonical($0.target) == pair.target
        }
        guard !units.isEmpty else {
            let others = Set(
                contents.units.map { "\(canonical($0.source)) to \(canonical($0.target))" }
            ).sorted().prefix(5)
            let found = others.isEmpty ? contents.faults : Array(others)
            throw Failure(
                reason: "the file has no unit from \(pair.source) to \(pair.target)"
                    + (found.isEmpty ? "" : ", but " + found.joined(separator: "; ")))
        }
        return units.enumerated().map { index, unit in
            TestSegment(position: index + 1, source: unit.sourceText, reference: unit.targetText)
        }
    }
}
