// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Reads TMX 1.4b: each unit's source with each of its translations.
///
/// The codes that CAT tools put into inline elements (`ph`, `bpt`, `ept`, `it`, `ut`, with `sub` inside) are text again, where they
/// stand: a placeholder comes back as it was.
final class TMXReader: XMLEventHandler {
    private struct Variant {
        var language: String
        var text: String?
        let line: Int
    }

    private static let keptFaults = 20

    private var events: XMLEvents?
    private var contents = TMXFile.Contents()
    private let limit: Int
    private var isRoot = true
    private var fileLanguage = "*all*"
    private var unitLanguage = ""
    private var variants: [Variant] = []
    /// The text of the segment that is open.
    private var segment: String?

    static func read(_ bytes: ArraySlice<UInt8>, limit: Int) throws(TMXFile.Failure) -> TMXFile.Contents {
        let reader = TMXReader(limit: limit)
        guard let events = XMLEvents(reader) else {
            throw TMXFile.Failure(reason: "there is no memory to read the file")
        }
        reader.events = events
        if let reason = events.parse(bytes) {
            throw TMXFile.Failure(reason: "line \(events.line): \(reason)")
        }
        return reader.contents
    }

    private init(limit: Int) { self.limit = limit }

    func begin(_ name: String, _ attributes: [String: String]) {
        if isRoot {
            isRoot = false
            if name != "tmx" { events?.refuse("it is not TMX") }
            return
        }
        switch name {
        case "header": fileLanguage = attributes["srclang"] ?? fileLanguage
        case "tu":
            unitLanguage = attributes["srclang"] ?? fileLanguage
            variants = []
        case "tuv":
            variants.append(
                Variant(
                    language: attributes["xml:lang"] ?? attributes["lang"] ?? "", text: nil,
                    line: events?.line ?? 0))
        case "seg": segment = ""
        default: break
        }
    }

    func text(_ text: String) { segment?.append(text) }

    func end(_ name: String) {
        switch name {
        case "seg":
            if !variants.isEmpty { variants[variants.count - 1].text = segment }
            segment = nil
        case "tu": finish()
        default: break
        }
    }

    private func finish() {
        defer { variants = [] }
        let source =
            variants.firstIndex { $0.language.lowercased() == unitLanguage.lowercased() }
            ?? (unitLanguage == "*all*" ? variants.indices.first : nil)
        guard let source else {
            return skip(
                events?.line ?? 0,
                "a unit has no variant of its source language \"\(unitLanguage.prefix(40))\"")
        }
        for index in variants.indices where index != source { append(variants[source], variants[index]) }
    }

    private func append(_ source: Variant, _ target: Variant) {
        guard contents.units.count < limit else {
            return events?.refuse("it has more than \(limit) translations") ?? ()
        }
        do throws(RequestError) {
            contents.units.append(
                TranslatedText(
                    source: try locale(source), target: try locale(target), sourceText: try text(source),
                    targetText: try text(target)))
        } catch {
            guard case .invalid(_, let reason) = error else { return }
            skip(target.line, reason)
        }
    }

    private func locale(_ variant: Variant) throws(RequestError) -> LocaleTag {
        do throws(LocaleTag.Malformed) {
            return try LocaleTag(variant.language)
        } catch {
            throw .invalid(
                field: "xml:lang",
                reason: "\"\(variant.language.prefix(60))\" is not a BCP 47 locale: \(error.reason)")
        }
    }

    private func text(_ variant: Variant) throws(RequestError) -> String {
        guard let text = variant.text, text.contains(where: { !$0.isWhitespace }) else {
            throw .invalid(field: "seg", reason: "a segment of \(variant.language) is missing or blank")
        }
        guard text.utf8.count <= TMXFile.longestText else {
            throw .invalid(field: "seg", reason: "a segment is longer than \(TMXFile.longestText) bytes")
        }
        return text
    }

    private func skip(_ line: Int, _ reason: String) {
        contents.skipped += 1
        if contents.faults.count < Self.keptFaults { contents.faults.append("line \(line): \(reason)") }
    }
}
