// SPDX-License-Identifier: Apache-2.0

/// Patterns for values that are never translated (docs/http-api.md, "Locked keys").
///
/// A path is its keys and array positions in order. A pattern of several segments matches a run of path segments
/// at any depth, or from the root when it begins with `/`; one that matches a container locks all below it.
public struct LockedKeys: Sendable, Equatable {
    /// The patterns as the caller wrote them.
    public let patterns: [String]
    private let compiled: [Pattern]

    /// The most patterns of one request.
    public static let limit = 1000

    struct Pattern: Sendable, Equatable {
        var isAnchored: Bool
        var segments: [Glob]
    }

    /// One segment of a pattern.
    enum Glob: Sendable, Equatable {
        /// `**`: any number of segments, at least one when it ends the pattern.
        case deep
        /// Exactly these characters.
        case literal(String)
        /// Characters with `*` (any run) and `?` (any one character).
        case wild([Element])

        enum Element: Sendable, Equatable { case character(Character), one, run }
    }

    /// No pattern.
    public static let none = LockedKeys(patterns: [], compiled: [])

    private init(patterns: [String], compiled: [Pattern]) {
        self.patterns = patterns
        self.compiled = compiled
    }

    /// Compiles the patterns of a request.
    public init(_ patterns: [String], field: String = "lockedKeys") throws(RequestError) {
        guard patterns.count <= Self.limit else {
            throw .invalid(field: field, reason: "must hold at most \(Self.limit) patterns")
        }
        var compiled: [Pattern] = []
        for (index, text) in patterns.enumerated() {
            guard let pattern = Self.compile(text) else {
                throw .invalid(
                    field: "\(field)[\(index)]", reason: "must not be empty or have an empty segment")
            }
            compiled.append(pattern)
        }
        self.init(patterns: patterns, compiled: compiled)
    }

    /// Whether there is nothing to match.
    public var isEmpty: Bool { compiled.isEmpty }

    /// Whether the value at `path` is what a pattern names. A walk asks from the root down and locks all below.
    public func locks(_ path: [String]) -> Bool {
        compiled.contains { pattern in
            if pattern.isAnchored { return Self.matches(pattern.segments[...], path[...]) }
            return path.indices.contains { Self.matches(pattern.segments[...], path[$0...]) }
        }
    }

    private static func matches(_ globs: ArraySlice<Glob>, _ path: ArraySlice<String>) -> Bool {
        guard let glob = globs.first else { return path.isEmpty }
        guard let segment = path.first else { return false }
        if glob == .deep {
            if globs.count == 1 { return true }
            return path.indices.contains { matches(globs.dropFirst(), path[$0...]) }
        }
        return glob.matches(segment) && matches(globs.dropFirst(), path.dropFirst())
    }

    /// Reads one pattern: segments between `.` or `/`, a backslash before a character that is meant literally.
    private static func compile(_ text: String) -> Pattern? {
        var characters = Array(text)[...]
        let isAnchored = characters.first == "/"
        if isAnchored { characters = characters.dropFirst() }
        var segments: [Glob] = []
        var elements: [Glob.Element] = []
        while let character = characters.popFirst() {
            switch character {
            case ".", "/":
                guard !elements.isEmpty else { return nil }
                segments.append(Glob(elements))
                elements = []
            case "*": elements.append(.run)
            case "?": elements.append(.one)
            case "\\": elements.append(.character(characters.popFirst() ?? "\\"))
            default: elements.append(.character(character))
            }
        }
        guard !elements.isEmpty else { return nil }
        segments.append(Glob(elements))
        return Pattern(isAnchored: isAnchored, segments: segments)
    }
}

extension LockedKeys.Glob {
    fileprivate init(_ elements: [Element]) {
        if elements == [.run, .run] {
            self = .deep
            return
        }
        let characters = elements.compactMap {
            if case .character(let character) = $0 { character } else { nil }
        }
        self = characters.count == elements.count ? .literal(String(characters)) : .wild(elements)
    }

    fileprivate func matches(_ segment: String) -> Bool {
        switch self {
        case .deep: true
        case .literal(let text): text == segment
        case .wild(let elements): Self.matches(elements, Array(segment))
        }
    }

    /// Two positions and one mark to return to: linear for one `*`, never exponential.
    private static func matches(_ elements: [Element], _ text: [Character]) -> Bool {
        var (element, character) = (0, 0)
        var mark: (element: Int, character: Int)?
        while character < text.count {
            if element < elements.count, elements[element] == .run {
                mark = (element, character)
                element += 1
            } else if element < elements.count,
                elements[element] == .one || elements[element] == .character(text[character])
            {
                element += 1
                character += 1
            } else if let (runElement, runCharacter) = mark {
                mark = (runElement, runCharacter + 1)
                element = runElement + 1
                character = runCharacter + 1
            } else {
                return false
            }
        }
        return elements[element...].allSatisfy { $0 == .run }
    }
}
