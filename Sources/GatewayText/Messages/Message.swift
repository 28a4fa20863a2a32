// SPDX-License-Identifier: Apache-2.0

/// A message of ICU's MessageFormat, taken apart (UTS 35; ICU, "Formatting Messages").
struct Message: Sendable, Hashable {
    /// A part of a message.
    indirect enum Node: Sendable, Hashable {
        /// Text, without its quoting.
        case text(String)
        /// An argument without branches, as it is spelled: `{name}`, `{when, date, short}`.
        case argument(name: String, type: String, spelling: String)
        /// `#` in a branch of a plural.
        case pound
        /// An argument with branches.
        case choice(Choice)
        /// A number put in the place of `#` or of a plural's own argument.
        case number(ExampleNumber)
    }

    /// An argument with branches: `plural`, `selectordinal` or `select`.
    struct Choice: Sendable, Hashable {
        enum Kind: String, Sendable {
            case plural
            case selectordinal
            case select

            /// What is counted, or `nil` for `select`.
            var plural: PluralRules.Kind? {
                switch self {
                case .plural: .cardinal
                case .selectordinal: .ordinal
                case .select: nil
                }
            }
        }

        struct Branch: Sendable, Hashable {
            /// `=0`, `one`, `female`.
            let selector: String
            let nodes: [Node]

            /// The number of an exact selector.
            var exact: Double? { selector.hasPrefix("=") ? Double(selector.dropFirst()) : nil }
        }

        let kind: Kind
        let name: String
        /// As it is spelled, `0` when there is none.
        let offset: String
        let branches: [Branch]

        var offsetValue: Double { Double(offset) ?? 0 }

        /// The branch of a selector, or `nil`.
        subscript(selector: String) -> Branch? { branches.first { $0.selector == selector } }

        /// The branch of a selector, or else that of `other`.
        func branch(_ selector: String) -> Branch? { self[selector] ?? self["other"] }
    }

    /// A number that stands for `#` or for a plural's argument in a concrete form.
    struct ExampleNumber: Sendable, Hashable {
        /// The argument that is counted.
        let name: String
        /// ASCII digits, with a point before a fraction.
        let digits: String
        /// What the message says in its place.
        let spelling: String
    }

    /// The parts, in order.
    let nodes: [Node]
    /// Whether apostrophes of text are written twice throughout, as Java wants it.
    let doublesApostrophes: Bool

    init(nodes: [Node], doublesApostrophes: Bool) {
        (self.nodes, self.doublesApostrophes) = (nodes, doublesApostrophes)
    }

    /// The message that a text is, if it has an argument with branches; `nil` for any other text.
    init?(choosing text: String, _ syntaxes: SyntaxSet) {
        guard syntaxes.contains(.braces), MessageParser.mayHoldChoice(text),
            let message = try? MessageParser.message(text), !message.choices.isEmpty
        else { return nil }
        self = message
    }

    /// All texts, in order.
    var texts: [String] { Self.texts(of: nodes) }

    private static func texts(of nodes: [Node]) -> [String] {
        nodes.flatMap { node -> [String] in
            switch node {
            case .text(let text): [text]
            case .choice(let choice): choice.branches.flatMap { texts(of: $0.nodes) }
            case .argument, .pound, .number: []
            }
        }
    }

    /// Every argument with branches, outer ones before those in their branches.
    var choices: [Choice] { Self.choices(of: nodes) }

    static func choices(of nodes: [Node]) -> [Choice] {
        nodes.flatMap { node -> [Choice] in
            if case .choice(let choice) = node {
                [choice] + choice.branches.flatMap { choices(of: $0.nodes) }
            } else {
                []
            }
        }
    }

    /// The names of all arguments with what they are: `number`, `date`, `plural`, empty for a bare one.
    var arguments: Set<Argument> { Set(Self.arguments(of: nodes)) }

    struct Argument: Hashable {
        let name: String
        let type: String
    }

    private static func arguments(of nodes: [Node]) -> [Argument] {
        nodes.flatMap { node -> [Argument] in
            switch node {
            case .argument(let name, let type, _): [Argument(name: name, type: type)]
            case .choice(let choice):
                [Argument(name: choice.name, type: choice.kind.rawValue)]
                    + choice.branches.flatMap { arguments(of: $0.nodes) }
            case .text, .pound, .number: []
            }
        }
    }
}
