// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a file of glossary items.
public struct GlossaryFileError: Error, Sendable, Equatable {
    /// One mistake and where it is.
    public struct Mistake: Sendable, Equatable, CustomStringConvertible {
        /// From 1.
        public var line: Int
        /// Of a table: the number of the cell, from 1. Of XML: bytes from the start of the line, from 1.
        public var column: Int
        /// The item's field, empty if it is about the file.
        public var field: String
        /// Why, in words that end a sentence.
        public var reason: String

        /// `line 3, column 2: sourceText is blank`.
        public var description: String {
            "line \(line), column \(column): \(field.isEmpty ? "" : field + " ")\(reason)"
        }
    }

    /// The first mistakes, in the order of the file, at least one.
    public var mistakes: [Mistake]

    /// How many mistakes are told; what comes after them often follows from them.
    public static let limit = 20
}
