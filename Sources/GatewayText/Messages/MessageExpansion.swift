// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Turns a message into the concrete forms that a target locale needs.
///
/// A whole sentence is what an engine translates well: `{n, plural, one {# file} other {# files}} in {folder}` becomes
/// `1 file in {folder}`, `5 files in {folder}`, and for Polish `2 files in {folder}` too. What comes back is put
/// together as one plural around whole sentences, the form that Unicode's guide to messages recommends.
struct MessageExpansion {
    /// The forms, each different from the others.
    private(set) var forms: [MessageForm] = []
    /// How they are put together.
    private(set) var shape = MessageShape.form(0)
    /// Whether the message has too many combinations, so that each branch is a form of its own.
    private(set) var isByBranch = false

    /// Combinations that are written out; beyond, a message is translated branch by branch.
    private static let mostForms = 64
    /// Branches of a message that is translated branch by branch; beyond, it is not translated.
    private static let mostBranches = 512

    private struct TooLarge: Error {}

    private let source: LocaleTag
    private let target: LocaleTag
    private let texts: String
    private var indexes: [MessageForm: Int] = [:]
    private var limit = mostForms

    /// `nil` when the message has more branches than anybody writes.
    init?(_ message: Message, source: LocaleTag, target: LocaleTag) {
        self.source = source
        self.target = target
        texts = message.texts.joined(separator: "\n")
        do throws(TooLarge) {
            shape = try whole(message.nodes, used: [], innermost: nil)
        } catch {
            isByBranch = true
            (forms, indexes, limit) = ([], [:], Self.mostBranches)
            guard let shape = try? branchwise(message.nodes, parent: nil) else { return nil }
            self.shape = shape
        }
    }

    private mutating func add(_ form: MessageForm) throws(TooLarge) -> MessageShape {
        if let index = indexes[form] { return .form(index) }
        guard forms.count < limit else { throw TooLarge() }
        indexes[form] = forms.count
        forms.append(form)
        return .form(forms.count - 1)
    }

    // MARK: Whole sentences

    /// A plural that was decided around what is being written out.
    private struct Innermost {
        let name: String
        let offset: String
    }

    /// Decides `select` first, wherever it stands, so that plurals are innermost and `#` means theirs.
    private mutating func whole(
        _ nodes: [Message.Node], used: [String], innermost: Innermost?
    ) throws(TooLarge) -> MessageShape {
        let choices = Message.choices(of: nodes)
        guard let choice = choices.first(where: { $0.kind == .select }) ?? choices.first else {
            return try add(leaf(nodes, innermost))
        }
        var branches: [MessageShape.Branch] = []
        guard choice.kind != .select else {
            for selector in Self.selectors(of: choice.name, in: choices) {
                let decided = Self.decided(nodes) { other in
                    other.kind == .select && other.name == choice.name
                        ? other.branch(selector)?.nodes ?? [] : nil
                }
                branches.append(
                    .init(selector: selector, shape: try whole(decided, used: used, innermost: nil)))
            }
            return .choice(kind: .select, name: choice.name, offset: "0", branches: branches)
        }
        let same = choices.filter { $0.kind != .select && $0.name == choice.name }
        // One argument counted in two ways has no single set of branches.
        guard same.allSatisfy({ $0.kind == choice.kind && $0.offset == choice.offset }) else {
            throw TooLarge()
        }
        // `#` of an outer plural is written as its argument, which an offset makes another number.
        guard innermost == nil || choice.offset == "0" && innermost?.offset == "0" else { throw TooLarge() }
        for value in values(of: same, used: used) {
            let decided = Self.decided(nodes) { other in
                guard other.kind == choice.kind, other.name == choice.name else { return nil }
                return Self.numbered(value.branch(of: other)?.nodes ?? [], other, value)
            }
            let numbered = Self.arguments(decided, choice, value)
            branches.append(
                .init(
                    selector: value.selector,
                    shape: try whole(
                        numbered, used: used + [value.digits],
                        innermost: Innermost(name: choice.name, offset: choice.offset))))
        }
        return .choice(kind: choice.kind, name: choice.name, offset: choice.offset, branches: branches)
    }

    /// The selectors of a `select`, `other` last.
    private static func selectors(of name: String, in choices: [Message.Choice]) -> [String] {
        var selectors: [String] = []
        for choice in choices where choice.kind == .select && choice.name == name {
            for branch in choice.branches where !selectors.contains(branch.selector) {
                selectors.append(branch.selector)
            }
        }
        return selectors.filter { $0 != "other" } + ["other"]
    }

    /// The nodes with choices replaced by what `decide` gives for them, in their branches too.
    private static func decided(
        _ nodes: [Message.Node], _ decide: (Message.Choice) -> [Message.Node]?
    ) -> [Message.Node] {
        nodes.flatMap { node -> [Message.Node] in
            guard case .choice(let choice) = node else { return [node] }
            if let nodes = decide(choice) { return decided(nodes, decide) }
            let branches = choice.branches.map {
                Message.Choice.Branch(selector: $0.selector, nodes: decided($0.nodes, decide))
            }
            return [
                .choice(
                    Message.Choice(
                        kind: choice.kind, name: choice.name, offset: choice.offset, branches: branches))
            ]
        }
    }

    private func leaf(_ nodes: [Message.Node], _ innermost: Innermost?) -> MessageForm {
        let pieces = nodes.map { node -> MessageForm.Piece in
            switch node {
            case .text(let text): .literal(text)
            case .argument(_, _, let spelling): .syntax(spelling)
            // A `#` that no plural claimed is text.
            case .pound: .literal("#")
            case .choice(let choice): .syntax(choice.name)
            case .number(let number):
                // `#` means the innermost plural's number only.
                number.spelling == "#" && number.name != innermost?.name
                    ? .number(
                        .init(
                            name: number.name, digits: number.digits, spelling: "{\(number.name), number}"))
                    : .number(number)
            }
        }
        return MessageForm(pieces: Self.joined(pieces), isInPlural: innermost != nil)
    }

    /// Neighbouring literals as one.
    private static func joined(_ pieces: [MessageForm.Piece]) -> [MessageForm.Piece] {
        pieces.reduce(into: []) { joined, piece in
            if case .literal(let text) = piece, case .literal(let before)? = joined.last {
                joined[joined.count - 1] = .literal(before + text)
            } else {
                joined.append(piece)
            }
        }
    }

    // MARK: Numbers

    /// One branch that the target needs, and the number that stands for it.
    private struct Value {
        let selector: String
        /// The category of the source that has the same number, or an exact selector.
        let sourceSelector: String
        /// What `#` shows.
        let digits: String

        func branch(of choice: Message.Choice) -> Message.Choice.Branch? { choice.branch(sourceSelector) }
    }

    /// The exact branches of the source, then one for each category of the target.
    private func values(of choices: [Message.Choice], used: [String]) -> [Value] {
        guard let kind = choices[0].kind.plural else { return [] }
        let offset = choices[0].offsetValue
        var values: [Value] = []
        var exact: [String] = []
        for branch in choices.flatMap(\.branches)
        where branch.exact != nil && !exact.contains(branch.selector) {
            exact.append(branch.selector)
            let shown = (branch.exact ?? 0) - offset
            values.append(
                Value(selector: branch.selector, sourceSelector: branch.selector, digits: Self.spelled(shown))
            )
        }
        let (own, wanted) = (PluralRules.of(source, kind), PluralRules.of(target, kind))
        let taken = Set(choices.flatMap(\.branches).compactMap(\.exact))
        let isCounted = choices.contains { choice in
            choice.branch("other").map { Self.showsNumber($0.nodes, choice.name) } ?? false
        }
        for category in wanted.categories {
            let all = wanted.examples(of: category)
            let free = all.filter {
                !taken.contains($0.value + offset) && !used.contains($0.spelling) && !stands($0.spelling)
            }
            guard let first = free.first ?? all.first else {
                values.append(Value(selector: category.rawValue, sourceSelector: "other", digits: "1000000"))
                continue
            }
            var chosen = first
            let isLone = { (example: PluralRules.Example) in
                let selector = own.category(of: example.value).rawValue
                return choices.contains { choice in
                    choice.branch(selector).map { !Self.showsNumber($0.nodes, choice.name) } ?? false
                }
            }
            // "a file" would be wrong of twenty-one, which Russian counts like one.
            if isCounted, all.count > 1, isLone(first), let other = free.first(where: { !isLone($0) }) {
                chosen = other
                let selector = "=" + Self.spelled(first.value + offset)
                if !exact.contains(selector) {
                    exact.append(selector)
                    values.append(
                        Value(
                            selector: selector, sourceSelector: own.category(of: first.value).rawValue,
                            digits: first.spelling))
                }
            }
            values.append(
                Value(
                    selector: category.rawValue, sourceSelector: own.category(of: chosen.value).rawValue,
                    digits: chosen.spelling))
        }
        return values
    }

    private static func spelled(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }

    /// Whether the message's own text holds a number.
    private func stands(_ digits: String) -> Bool { texts.contains(digits) }

    private static func showsNumber(_ nodes: [Message.Node], _ name: String) -> Bool {
        nodes.contains { node in
            switch node {
            case .pound, .number: true
            case .argument(let argument, let type, _): argument == name && (type.isEmpty || type == "number")
            case .choice(let choice): choice.branches.contains { showsNumber($0.nodes, name) }
            case .text: false
            }
        }
    }

    /// A branch with its `#` as a number.
    private static func numbered(
        _ nodes: [Message.Node], _ choice: Message.Choice, _ value: Value
    ) -> [Message.Node] {
        nodes.map { node in
            guard case .pound = node else { return node }
            return .number(.init(name: choice.name, digits: value.digits, spelling: "#"))
        }
    }

    /// The nodes with the plural's own argument as a number, wherever it stands.
    private static func arguments(
        _ nodes: [Message.Node], _ choice: Message.Choice, _ value: Value
    ) -> [Message.Node] {
        let shown = (Double(value.digits) ?? 0) + choice.offsetValue
        return nodes.map { node in
            switch node {
            case .argument(choice.name, let type, let spelling) where type.isEmpty || type == "number":
                return .number(.init(name: choice.name, digits: spelled(shown), spelling: spelling))
            case .choice(let other):
                let branches = other.branches.map {
                    Message.Choice.Branch(selector: $0.selector, nodes: arguments($0.nodes, choice, value))
                }
                return .choice(
                    Message.Choice(
                        kind: other.kind, name: other.name, offset: other.offset, branches: branches))
            default: return node
            }
        }
    }

    // MARK: Branch by branch

    /// The text around arguments with branches is one form, which has them as tokens; each branch is another.
    private mutating func branchwise(
        _ nodes: [Message.Node], parent: Message.Choice?
    ) throws(TooLarge) -> MessageShape {
        var pieces: [MessageForm.Piece] = []
        for node in nodes {
            switch node {
            case .text(let text): pieces.append(.literal(text))
            case .argument(_, _, let spelling): pieces.append(.syntax(spelling))
            case .pound: pieces.append(.literal("#"))
            case .number(let number): pieces.append(.number(number))
            case .choice(let choice):
                pieces.append(
                    .shape(try branches(of: choice), spelling: "{\(choice.name), \(choice.kind.rawValue)}"))
            }
        }
        let isInPlural = parent.map { $0.kind != .select } ?? false
        return try add(MessageForm(pieces: Self.joined(pieces), isInPlural: isInPlural))
    }

    private mutating func branches(of choice: Message.Choice) throws(TooLarge) -> MessageShape {
        var branches: [MessageShape.Branch] = []
        if choice.kind == .select {
            for branch in choice.branches {
                let shape = try branchwise(branch.nodes, parent: choice)
                branches.append(.init(selector: branch.selector, shape: shape))
            }
        } else {
            for value in values(of: [choice], used: []) {
                let numbered = Self.numbered(value.branch(of: choice)?.nodes ?? [], choice, value)
                let shape = try branchwise(Self.arguments(numbered, choice, value), parent: choice)
                branches.append(.init(selector: value.selector, shape: shape))
            }
        }
        return .choice(kind: choice.kind, name: choice.name, offset: choice.offset, branches: branches)
    }
}
