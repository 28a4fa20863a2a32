// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// The glossary's terms in the texts of one document, for one pair of locales.
struct DocumentTerms: Sendable {
    /// How the translation of a term was made sure of.
    enum Binding: String, Sendable {
        /// The engine has the glossary itself.
        case native
        /// The engine was told of it.
        case prompted
        /// It stood in the text as a token.
        case inserted
        /// The engine translated the word itself, and a form of the agreed term came out.
        case inflected
    }

    /// A term in a part of a unit.
    struct Hit: Sendable {
        let part: Int
        /// In bytes of the part's source.
        let range: Range<Int>
        /// As it is spelled there.
        let spelling: String
        let item: GlossaryItem
        /// Renderings of other items of the same term, which are as good.
        let others: [String]
        /// Whether it stands there in another form than the item's.
        let isInflected: Bool

        /// Whether a token can stand for it: the rendering of another form is not known.
        var isInsertable: Bool { item.type == .nonTranslatable || !isInflected }
    }

    private let hits: [Int: [Hit]]
    private let target: LocaleTag

    /// Finds the terms in all parts of all units, in one pass.
    init(
        _ index: GlossaryIndex, units: TranslationUnits, source: LocaleTag, target: LocaleTag,
        plan: (Int) -> TextPlan?
    ) {
        self.target = target
        var places: [(unit: Int, part: Int)] = []
        var texts: [String] = []
        for unit in units.units.indices where units.units[unit].isTranslatable {
            guard let parts = plan(unit)?.parts else { continue }
            for part in parts.indices where parts[part].isTranslatable {
                places.append((unit, part))
                texts.append(parts[part].source)
            }
        }
        var hits: [Int: [Hit]] = [:]
        let found = index.matcher(source: source, target: target).matches(in: texts)
        for (place, (text, matches)) in zip(places, zip(texts, found)) where !matches.isEmpty {
            hits[place.unit, default: []] += Self.hits(matches, index, text, part: place.part)
        }
        self.hits = hits
    }

    /// The terms of one text whose translation is checked, with nothing to be bound.
    static func findings(
        _ matches: [GlossaryMatch], _ index: GlossaryIndex, source: String, translation: String,
        target: LocaleTag
    ) -> [Finding] {
        findings(hits(matches, index, source, part: 0), in: translation, target)
    }

    private static func hits(
        _ matches: [GlossaryMatch], _ index: GlossaryIndex, _ text: String, part: Int
    ) -> [Hit] {
        let bytes = Array(text.utf8)
        return matches.map { match in
            Hit(
                part: part, range: match.range, spelling: String(decoding: bytes[match.range], as: UTF8.self),
                item: index.item(match.item), others: match.others.map { index.item($0).targetText },
                isInflected: match.isInflected)
        }
    }

    /// Whether no term stands in the document.
    var isEmpty: Bool { hits.isEmpty }

    /// A unit's plan with its terms as an engine takes them.
    func plan(_ plan: TextPlan, of unit: Int, for binding: TermBinding, masker: Masker) -> TextPlan {
        guard let hits = hits[unit] else { return plan }
        var places = [[TermPlace]](repeating: [], count: plan.parts.count)
        for hit in hits where hit.isInsertable && (binding == .inserted || hit.item.type == .nonTranslatable)
        {
            let text =
                hit.item.type == .nonTranslatable
                ? hit.spelling
                : Self.cased(hit.item.targetText, like: hit.spelling, item: hit.item.sourceText)
            places[hit.part].append(TermPlace(range: hit.range, text: text))
        }
        return plan.binding(places, masker: masker)
    }

    /// The rendering with the capitals that the text has and the item's term does not.
    private static func cased(_ rendering: String, like spelling: String, item: String) -> String {
        guard let first = spelling.first, first.isUppercase, item.first?.isLowercase == true else {
            return rendering
        }
        let letters = spelling.filter(\.isLetter)
        if letters.count > 1, letters.allSatisfy(\.isUppercase) { return rendering.uppercased() }
        return rendering.prefix(1).uppercased() + rendering.dropFirst()
    }

    /// The terms that the translation of a unit does not have.
    func findings(of unit: Int, in text: String) -> [Finding] {
        hits[unit].map { Self.findings($0, in: text, target) } ?? []
    }

    private static func findings(_ hits: [Hit], in text: String, _ target: LocaleTag) -> [Finding] {
        hits.compactMap { hit in
            form(of: hit, in: text, target) == nil
                ? Finding(
                    check: Check.terms.rawValue, severity: .warning, expected: hit.item.targetText, found: "")
                : nil
        }
    }

    private static func form(of hit: Hit, in text: String, _ target: LocaleTag) -> TermForm? {
        if hit.item.type == .nonTranslatable { return text.contains(hit.spelling) ? .exact : nil }
        for rendering in [hit.item.targetText] + hit.others {
            if let form = TermCheck().form(of: rendering, in: text, locale: target) { return form }
        }
        return nil
    }

    /// For the step's record: how each term was bound, up to a limit.
    func record(_ units: TranslationUnits, texts: [String?], binding: TermBinding) -> [JSONValue] {
        var rows: [JSONValue] = []
        for (unit, hits) in hits.sorted(by: { $0.key < $1.key }) {
            guard let text = texts[unit] else { continue }
            for hit in hits where rows.count < Self.mostRecorded {
                rows.append([
                    "path": .string(units.units[unit].path), "source": .string(hit.spelling),
                    "target": .string(hit.item.targetText),
                    "bound": .string(bound(hit, in: text, binding)?.rawValue ?? "missing"),
                ])
            }
        }
        return rows
    }

    /// Terms that a step's record tells of.
    private static let mostRecorded = 100

    private func bound(_ hit: Hit, in text: String, _ binding: TermBinding) -> Binding? {
        guard let form = Self.form(of: hit, in: text, target) else { return nil }
        if hit.item.type == .nonTranslatable { return .inserted }
        switch binding {
        case .inserted: return hit.isInsertable ? .inserted : .inflected
        case .native: return form == .exact ? .native : .inflected
        case .prompted: return form == .exact ? .prompted : .inflected
        }
    }
}
