// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// The glossary's terms in the texts of one document, for one pair of locales.
struct DocumentTerms: Sendable {
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

        /// What may stand for it in a translation, the best first.
        var renderings: [String] { [item.targetText] + others }

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

    /// The terms of a unit, in order.
    func hits(of unit: Int) -> [Hit] { hits[unit] ?? [] }

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

    /// The terms in a segment that its provider has to see to by itself.
    ///
    /// - Parameters:
    ///   - slot: a segment of the part.
    ///   - index: of the segment in its call.
    func segmentTerms(
        of unit: Int, part: Int, _ whole: MaskedText, _ slot: SegmentSlot, index: Int
    ) -> [SegmentTerm] {
        (hits[unit] ?? []).compactMap { hit in
            guard hit.part == part, hit.item.type == .customTranslation,
                let range = whole.maskedRange(of: hit.range), slot.range.contains(range.lowerBound),
                range.upperBound <= slot.range.upperBound
            else { return nil }
            let start = slot.range.lowerBound
            return SegmentTerm(
                source: hit.spelling, target: hit.item.targetText, segment: index,
                range: (range.lowerBound - start)..<(range.upperBound - start))
        }
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
        zip(hits, forms(of: hits, in: text, target)).compactMap { hit, form in
            form == nil ? Finding(.terms, expected: hit.item.targetText) : nil
        }
    }

    /// The form in which each term's rendering, or another that is as good, stands in a translation.
    private static func forms(of hits: [Hit], in text: String, _ target: LocaleTag) -> [TermForm?] {
        // A term that a text has many times is looked for once.
        let renderings = Set(hits.filter { $0.item.type == .customTranslation }.flatMap(\.renderings))
            .sorted()
        let found = TermCheck().forms(of: renderings, in: text, locale: target)
        let forms = Dictionary(uniqueKeysWithValues: zip(renderings, found))
        let kept = Set(hits.filter { $0.item.type == .nonTranslatable }.map(\.spelling)).filter(text.contains)
        return hits.map { hit in
            guard hit.item.type == .customTranslation else {
                return kept.contains(hit.spelling) ? .exact : nil
            }
            return hit.renderings.lazy.compactMap { forms[$0] ?? nil }.first
        }
    }

    /// For the step's record: how each term was bound, up to a limit.
    ///
    /// `native`, `prompted` or `inserted` as the engine took it, `inflected` where a form of the agreed term came out,
    /// `missing` where none did.
    func record(_ units: TranslationUnits, texts: [String?], binding: TermBinding) -> [JSONValue] {
        var rows: [JSONValue] = []
        for (unit, hits) in hits.sorted(by: { $0.key < $1.key }) {
            guard rows.count < Self.mostRecorded else { break }
            guard let text = texts[unit] else { continue }
            for (hit, form) in zip(hits, Self.forms(of: hits, in: text, target)).prefix(
                Self.mostRecorded - rows.count)
            {
                rows.append([
                    "path": .string(units.units[unit].path), "source": .string(hit.spelling),
                    "target": .string(hit.item.targetText), "bound": .string(Self.bound(hit, form, binding)),
                ])
            }
        }
        return rows
    }

    /// Terms that a step's record tells of.
    private static let mostRecorded = 100

    private static func bound(_ hit: Hit, _ form: TermForm?, _ binding: TermBinding) -> String {
        guard let form else { return "missing" }
        if hit.item.type == .nonTranslatable { return TermBinding.inserted.rawValue }
        let isBound = binding == .inserted ? hit.isInsertable : form == .exact
        return isBound ? binding.rawValue : "inflected"
    }
}
