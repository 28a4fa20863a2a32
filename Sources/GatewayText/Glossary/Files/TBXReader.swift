// SPDX-License-Identifier: Apache-2.0
import CExpat
import GatewayCore

/// Reads TBX (ISO 30042): entries with their languages and terms, whatever else they hold.
///
/// The source of an entry is the language of the document if the entry has it, else the entry's first; each of its
/// terms gets an item for each other language. Nothing is fetched, and a document type with declarations of its own is
/// refused, so entities cannot grow.
final class TBXReader {
    private struct Term {
        var text = ""
        var notes: [String: String] = [:]
        var line = 1
        var column = 1
        var isObsolete: Bool {
            let status = notes["administrativeStatus"] ?? ""
            return status.hasPrefix("deprecated") || status.hasPrefix("superseded")
        }
    }

    private struct Language {
        var tag: String
        var terms: [Term] = []
    }

    private static let depthLimit = 64

    private let parser: XML_Parser
    private var items: GlossaryFileItems
    private var path: [String] = []
    private var text = ""
    private var noteType = ""
    private var documentLanguage = "und"
    private var languages: [Language] = []
    private var notes: [String: String] = [:]
    private var refusal: String?

    /// Reads a document.
    static func read(_ bytes: ArraySlice<UInt8>, into items: inout GlossaryFileItems) {
        guard let parser = XML_ParserCreate("UTF-8") else {
            return items.fault(1, 1, "", "there is no memory to read the file")
        }
        defer { XML_ParserFree(parser) }
        let reader = TBXReader(parser, items)
        reader.parse(bytes)
        items = reader.items
    }

    private init(_ parser: XML_Parser, _ items: GlossaryFileItems) {
        self.parser = parser
        self.items = items
    }

    private func parse(_ bytes: ArraySlice<UInt8>) {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { reader, name, attributes in
                guard let reader = TBXReader.of(reader), let name, let attributes else { return }
                reader.begin(String(cString: name), attributes)
            },
            { reader, _ in TBXReader.of(reader)?.end() })
        XML_SetCharacterDataHandler(parser) { reader, characters, length in
            guard let reader = TBXReader.of(reader), let characters else { return }
            let bytes = UnsafeRawBufferPointer(start: characters, count: Int(length))
            reader.text += String(decoding: bytes, as: UTF8.self)
        }
        XML_SetStartDoctypeDeclHandler(parser) { reader, _, _, _, hasDeclarations in
            if hasDeclarations != 0 {
                TBXReader.of(reader)?.refuse("declarations in a document type are not read")
            }
        }
        var rest = bytes
        // Expat takes lengths of 32 bits.
        repeat {
            let part = rest.prefix(1 << 20)
            rest = rest.dropFirst(part.count)
            let status = part.withUnsafeBytes { part in
                XML_Parse(
                    parser, part.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(part.count),
                    rest.isEmpty ? 1 : 0)
            }
            guard status == XML_STATUS_OK else {
                if !items.isFull { fault("", refusal ?? "it is not well-formed XML: \(Self.reason(parser))") }
                return
            }
        } while !rest.isEmpty
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> TBXReader? {
        pointer.map { Unmanaged<TBXReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func reason(_ parser: XML_Parser) -> String {
        XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
    }

    private func refuse(_ reason: String) {
        refusal = refusal ?? reason
        XML_StopParser(parser, 0)
    }

    private func fault(_ field: String, _ reason: String, at term: Term? = nil) {
        items.fault(
            term?.line ?? Int(XML_GetCurrentLineNumber(parser)),
            term?.column ?? Int(XML_GetCurrentColumnNumber(parser)) + 1, field, reason)
        if items.isFull { refuse("") }
    }

    private func begin(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        guard path.count < Self.depthLimit else {
            return refuse("elements are nested deeper than \(Self.depthLimit) levels")
        }
        var values: [String: String] = [:]
        var index = 0
        while let key = attributes[index], let value = attributes[index + 1] {
            values[String(cString: key)] = String(cString: value)
            index += 2
        }
        // In the style with tags for categories, those have a prefix and name the category themselves.
        let local = name.split(separator: ":").last.map(String.init) ?? name
        let language = values["xml:lang"] ?? values["lang"]
        if path.isEmpty {
            guard ["tbx", "martif", "TBX"].contains(local) else { return refuse("it is not TBX") }
            documentLanguage = language ?? "und"
        }
        path.append(local)
        text = ""
        switch local {
        case "conceptEntry", "termEntry": (languages, notes) = ([], [:])
        case "langSec", "langSet": languages.append(Language(tag: language ?? ""))
        case "termSec", "tig", "ntig":
            guard !languages.isEmpty else { break }
            languages[languages.count - 1].terms.append(
                Term(
                    line: Int(XML_GetCurrentLineNumber(parser)),
                    column: Int(XML_GetCurrentColumnNumber(parser)) + 1))
        default: noteType = values["type"] ?? local
        }
    }

    private func end() {
        guard let name = path.popLast() else { return }
        switch name {
        case "conceptEntry", "termEntry": finishEntry()
        case "langSec", "langSet", "termSec", "tig", "ntig": break
        case "term":
            // Line ends come of a program that indents; a term has none.
            let isIndented = text.contains(where: \.isNewline)
            change {
                $0.text =
                    isIndented ? text.split(whereSeparator: \.isWhitespace).joined(separator: " ") : text
            }
        case "note", "descrip", "admin", "termNote", "partOfSpeech", "grammaticalGender", "grammaticalNumber",
            "administrativeStatus":
            let (key, value) = (noteType, text)
            let isOfTerm = path.contains { ["termSec", "tig", "ntig"].contains($0) }
            if isOfTerm { change { $0.notes[key] = value } } else if languages.isEmpty { notes[key] = value }
        default: break
        }
        text = ""
    }

    private func change(_ change: (inout Term) -> Void) {
        guard let language = languages.indices.last, let term = languages[language].terms.indices.last else {
            return
        }
        change(&languages[language].terms[term])
    }

    private func finishEntry() {
        guard
            let source = languages.firstIndex(where: {
                documentLanguage != "und" && $0.tag.lowercased() == documentLanguage.lowercased()
            }) ?? languages.indices.first
        else { return fault("", "an entry has no language") }
        for term in languages[source].terms where !term.isObsolete {
            for (index, language) in languages.enumerated() where index != source {
                guard let target = language.terms.first(where: { !$0.isObsolete }) else { continue }
                append(term, languages[source].tag, target, language.tag)
                if items.isFull { return refuse("") }
            }
        }
    }

    private func append(_ source: Term, _ sourceLocale: String, _ target: Term, _ targetLocale: String) {
        func note(_ type: String) -> String? { target.notes[type] ?? source.notes[type] }
        do throws(RequestError) {
            let item = try GlossaryItem { field in
                switch field {
                case .sourceLocale: sourceLocale
                case .targetLocale: targetLocale
                case .sourceText: source.text
                case .targetText: target.text
                case .type: notes["x-type"]
                case .hint: notes["note"] ?? notes["definition"] ?? notes["subjectField"]
                case .partOfSpeech: note("partOfSpeech").map(Self.partOfSpeech)
                case .gender: note("grammaticalGender").map { Self.known($0, GlossaryItem.Gender.self) }
                case .number: note("grammaticalNumber").map { Self.known($0, GlossaryItem.Number.self) }
                }
            }
            items.append(item, line: source.line)
        } catch {
            guard case .invalid(let field, let reason) = error else { return }
            fault(field, reason, at: field.hasPrefix("target") ? target : source)
        }
    }

    private static func partOfSpeech(_ text: String) -> String {
        text == "properNoun" ? "proper_noun" : known(text, GlossaryItem.PartOfSpeech.self)
    }

    /// A value of a foreign list that ours has no word for is another.
    private static func known<Choice: RawRepresentable>(_ text: String, _: Choice.Type) -> String
    where Choice.RawValue == String {
        Choice(rawValue: text) == nil ? "other" : text
    }
}
