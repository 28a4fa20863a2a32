// SPDX-License-Identifier: Apache-2.0

/// What kind of file glossary items are exchanged in.
public enum GlossaryFormat: String, Sendable, CaseIterable {
    /// RFC 4180, with a header row; a semicolon in place of the comma is understood, too.
    case csv
    /// The same with tabs.
    case tsv
    /// TermBase eXchange (ISO 30042), TBX-Basic; the edition of 2019 is written, that of 2008 read as well.
    case tbx

    /// The format that a path ends in, in any letter case; `nil` for any other ending.
    public init?(endingOf path: String) {
        guard let ending = path.split(separator: ".").last else { return nil }
        self.init(rawValue: ending.lowercased())
    }

    /// The media type.
    public var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .tsv: "text/tab-separated-values; charset=utf-8"
        case .tbx: "application/x-tbx; charset=utf-8"
        }
    }
}
