// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// The different texts of a document, read and masked: what is translated, whatever the target.
///
/// Leaves with equal text and hints are one unit. A document is prepared once and serves all its jobs.
struct TranslationUnits: Sendable {
    struct Unit: Sendable {
        let text: PreparedText
        let hints: [String]
        /// The first leaf it stands for, for warnings.
        let path: String
        /// Graphemes its translation may have; `nil` for any number.
        let limit: Int?
        /// Unicode scalars of the source text.
        let characters: Int
        /// Leaves it stands for, at least 1.
        var leaves = 1

        /// False for a text without a letter outside its tokens: it stays as it is.
        var isTranslatable: Bool { text.isTranslatable }
    }

    let content: Content
    let context: String
    let units: [Unit]
    /// The units that are messages: these are written out for each target.
    let messages: [Int]
    /// The unit of each leaf.
    private let unitOfLeaf: [Int]

    init(_ content: Content, context: String, masker: Masker) {
        struct Key: Hashable {
            let text: String
            let hints: [String]
        }
        var known: [Key: Int] = [:]
        var units: [Unit] = []
        var unitOfLeaf: [Int] = []
        unitOfLeaf.reserveCapacity(content.leaves.count)
        for leaf in content.leaves {
            let key = Key(text: leaf.text, hints: leaf.hints)
            // Equal strings may differ in normalization, and a text that keeps its source keeps its bytes.
            if let unit = known[key], units[unit].text.source.utf8.elementsEqual(leaf.text.utf8) {
                unitOfLeaf.append(unit)
                units[unit].leaves += 1
                continue
            }
            known[key] = units.count
            unitOfLeaf.append(units.count)
            units.append(
                Unit(
                    text: PreparedText(
                        leaf.text, masker: leaf.hints.isEmpty ? masker : Masker(hints: leaf.hints)),
                    hints: leaf.hints, path: leaf.path,
                    limit: TextHints.limit(leaf.hints), characters: leaf.text.unicodeScalars.count))
        }
        self.content = content
        self.context = context
        self.units = units
        messages = units.indices.filter { units[$0].text.isMessage }
        self.unitOfLeaf = unitOfLeaf
    }

    /// All leaves.
    var segments: Int { unitOfLeaf.count }

    /// The content with a text for each unit.
    func rebuild(_ texts: [String]) -> JSONObject {
        content.replacing(unitOfLeaf.map { texts[$0] })
    }
}
