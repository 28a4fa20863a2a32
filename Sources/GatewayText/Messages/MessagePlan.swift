// SPDX-License-Identifier: Apache-2.0

import GatewayCore

/// A message written out for a target, and the way back.
struct MessagePlan: Sendable {
    let forms: [MessageForm]
    let isByBranch: Bool
    private let shape: MessageShape
    private let doublesApostrophes: Bool

    /// `nil` when the message is too large.
    init?(_ message: Message, source: LocaleTag, target: LocaleTag) {
        guard let expansion = MessageExpansion(message, source: source, target: target) else { return nil }
        (forms, isByBranch, shape) = (expansion.forms, expansion.isByBranch, expansion.shape)
        doublesApostrophes = message.doublesApostrophes
    }

    /// The message of translated forms.
    func rebuild(_ outputs: [[MessageForm.Piece]]) -> String { spelled(shape, outputs) }

    private func spelled(_ shape: MessageShape, _ outputs: [[MessageForm.Piece]]) -> String {
        switch shape {
        case .form(let index):
            let pieces = outputs[index].map { piece -> MessageText.Piece in
                switch piece {
                case .literal(let text): .literal(text)
                case .syntax(let spelling): .syntax(spelling)
                case .number(let number): .syntax(number.spelling)
                case .shape(let shape, _): .syntax(spelled(shape, outputs))
                }
            }
            return MessageText.spelled(
                pieces, doublesApostrophes: doublesApostrophes, isInPlural: forms[index].isInPlural)
        case .choice(let kind, let name, let offset, let branches):
            let head = "{\(name), \(kind.rawValue)," + (offset == "0" ? "" : " offset:\(offset)")
            return branches.reduce(into: head) { text, branch in
                text += " \(branch.selector) {" + spelled(branch.shape, outputs) + "}"
            } + "}"
        }
    }
}
