// SPDX-License-Identifier: Apache-2.0

/// How the translated forms of a message are put together again.
indirect enum MessageShape: Sendable, Hashable {
    /// The form with this index.
    case form(Int)
    /// An argument with branches for the categories of the target locale.
    case choice(kind: Message.Choice.Kind, name: String, offset: String, branches: [Branch])

    struct Branch: Sendable, Hashable {
        let selector: String
        let shape: MessageShape
    }
}

/// A concrete text of a message: every argument with branches is decided, every number is one.
struct MessageForm: Sendable, Hashable {
    /// A part of it.
    enum Piece: Sendable, Hashable {
        /// Text to be translated, without its quoting.
        case literal(String)
        /// Syntax that comes back as it is: `{name}`.
        case syntax(String)
        /// A number in the place of `#` or of a plural's argument.
        case number(Message.ExampleNumber)
        /// An argument with branches that were not decided, in a message too large to be written out.
        case shape(MessageShape, spelling: String)

        /// What the text to be translated says in its place.
        var raw: String {
            switch self {
            case .literal(let text): text
            case .syntax(let spelling), .shape(_, let spelling): spelling
            case .number(let number): number.digits
            }
        }
    }

    let pieces: [Piece]
    /// Whether `#` is syntax in it.
    let isInPlural: Bool

    /// Whether it has a letter that an engine could translate.
    var hasText: Bool {
        pieces.contains {
            if case .literal(let text) = $0 { text.contains(where: \.isLetter) } else { false }
        }
    }
}
