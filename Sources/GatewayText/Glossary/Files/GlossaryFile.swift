// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Reads and writes files of glossary items.
public enum GlossaryFile {
    /// The items of a file, all or none.
    ///
    /// Nothing is done to what cells hold: one that begins with `=` is a term that begins with `=`.
    ///
    /// - Parameter maxItems: more than these are a mistake.
    public static func read(
        _ bytes: [UInt8], as format: GlossaryFormat, maxItems: Int = 100_000
    ) throws(GlossaryFileError) -> [GlossaryItem] {
        // A byte order mark is no part of the text.
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var items = GlossaryFileItems(maxItems: maxItems)
        switch format {
        case .csv, .tsv: TableReader.read(bytes[start...], separator: format.separator, into: &items)
        case .tbx: TBXReader.read(bytes[start...], into: &items)
        }
        guard items.mistakes.isEmpty else { throw GlossaryFileError(mistakes: items.mistakes) }
        return items.items
    }

    /// A file of items, in UTF-8 without a byte order mark.
    public static func write(_ items: some Sequence<GlossaryItem>, as format: GlossaryFormat) -> [UInt8] {
        switch format {
        case .csv, .tsv: TableWriter.write(items, separator: format.separator)
        case .tbx: TBXWriter.write(items)
        }
    }
}

extension GlossaryFormat {
    fileprivate var separator: UInt8 { self == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",") }
}

/// What a reader has found so far.
struct GlossaryFileItems {
    let maxItems: Int
    private(set) var items: [GlossaryItem] = []
    private(set) var mistakes: [GlossaryFileError.Mistake] = []

    init(maxItems: Int) { self.maxItems = maxItems }

    /// Whether it is no use to read on.
    var isFull: Bool { mistakes.count >= GlossaryFileError.limit || items.count > maxItems }

    mutating func fault(_ line: Int, _ column: Int, _ field: String, _ reason: String) {
        guard mistakes.count < GlossaryFileError.limit else { return }
        mistakes.append(.init(line: line, column: column, field: field, reason: reason))
    }

    mutating func append(_ item: GlossaryItem, line: Int) {
        items.append(item)
        if items.count > maxItems { fault(line, 1, "", "the file holds more than \(maxItems) items") }
    }
}

/// The fields of an item, by the names they have in files and on the wire.
enum GlossaryField: String, CaseIterable {
    case sourceLocale, targetLocale, sourceText, targetText, type, hint, partOfSpeech, gender, number
}

extension GlossaryItem {
    /// Takes fields as files write them; an empty one is none.
    init(fields: (GlossaryField) -> String?) throws(RequestError) {
        func locale(_ field: GlossaryField) throws(RequestError) -> LocaleTag? {
            guard let text = fields(field), text != "*" else { return nil }
            do throws(LocaleTag.Malformed) {
                return try LocaleTag(text)
            } catch {
                throw .invalid(
                    field: field.rawValue,
                    reason: "\"\(text.prefix(60))\" is not a BCP 47 locale: \(error.reason)")
            }
        }
        func choice<Choice: CaseIterable & RawRepresentable>(
            _ field: GlossaryField
        ) throws(RequestError) -> Choice? where Choice.RawValue == String {
            guard let text = fields(field) else { return nil }
            if let choice = Choice(rawValue: text) { return choice }
            let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw .invalid(field: field.rawValue, reason: "must be one of \(names)")
        }
        let source = try locale(.sourceLocale)
        let target = try locale(.targetLocale)
        guard let text = fields(.sourceText) else {
            throw .invalid(field: "sourceText", reason: "is missing")
        }
        try self.init(
            sourceLocale: source, targetLocale: target, sourceText: text, targetText: fields(.targetText),
            type: choice(.type) ?? .customTranslation, hint: fields(.hint),
            partOfSpeech: choice(.partOfSpeech), gender: choice(.gender), number: choice(.number))
    }

    /// A field as files write it; empty if there is none.
    func text(of field: GlossaryField) -> String {
        switch field {
        case .sourceLocale: sourceLocale?.spelling ?? "*"
        case .targetLocale: targetLocale?.spelling ?? "*"
        case .sourceText: sourceText
        case .targetText: targetText
        case .type: type.rawValue
        case .hint: hint ?? ""
        case .partOfSpeech: partOfSpeech?.rawValue ?? ""
        case .gender: gender?.rawValue ?? ""
        case .number: number?.rawValue ?? ""
        }
    }
}
