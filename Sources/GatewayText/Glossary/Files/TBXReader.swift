// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Reads TBX (ISO 30042): entries with their languages and terms, whatever else they hold.
///
/// The source of an entry is the language of the document if the entry has it, else the entry's first; each of its
/// terms gets an item for each other language. Nothing is fetched, and a document type with declarations of its own is
/// refused, so entities cannot grow.
final class TBXReader: XMLEventHandler {
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

    private var events: XMLEvents?
    private var items: GlossaryFileItems
    private var path: [String] = []
    private var text = ""
    private var noteType = ""
    private var documentLanguage = "und"
    private var languages: [Language] = []
    private var notes: [String: String] = [:]

    /// Reads a document.
    static func read(_ bytes: ArraySlice<UInt8>, into items: inout GlossaryFileItems) {
        let reader = TBXReader(items)
        guard let events = XMLEvents(reader) else {
            return items.fault(1, 1, "", "there is no memory to read the file")
        }
        reader.events = events
        if let reason = events.parse(bytes), !reader.items.isFull { reader.fault("", reason) }
        items = reader.items
    }

    private init(_ items: GlossaryFileItems) { self.items = items }

    private func refuse(_ reason: String) { events?.refuse(reason) }

    private func fault(_ field: String, _ reason: String, at term: Term? = nil) {
        items.fault(term?.line ?? events?.line ?? 1, term?.column ?? events?.column ?? 1, field, reason)
        if items.isFull { refuse("") }
    }

    func text(_ text: String) { self.text += text }

    func begin(_ name: String, _ values: [String: String]) {
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
                Term(line: events?.line ?? 1, column: events?.column ?? 1))
        default: noteType = values["type"] ?? local
        }
    }

    func end(_ name: String) {
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
