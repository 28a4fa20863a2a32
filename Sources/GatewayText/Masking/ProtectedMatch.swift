// SPDX-License-Identifier: Apache-2.0

/// A place in a text that must come back untouched.
struct ProtectedMatch {
    /// What kind of thing it is.
    enum Syntax: Sendable, Hashable {
        /// A format directive such as `%1$s`.
        case format
        /// A name to be filled in, such as `{name}`.
        case template
        /// A tag, comment or section of HTML or XML.
        case markup
        /// A character reference such as `&amp;`.
        case entity
        /// A URL or an e-mail address.
        case address
        /// Text that looks like a token of ours.
        case token
        /// A term of a glossary.
        case term
        /// A code span or block of Markdown.
        case code
        /// The marks around the text of a link, or around emphasis, of Markdown.
        case link
        /// A path or name of a file.
        case path
        /// A hashtag or mention.
        case name
        /// A character written with a backslash.
        case escape
        /// An emoji with all that belongs to it.
        case emoji
        /// A character without a glyph.
        case control
    }

    /// What a tag does to those around it.
    enum Tag {
        case open(name: String)
        case close(name: String)
    }

    /// Where it stands, in bytes.
    var range: Range<Int>
    /// What it is.
    var syntax: Syntax
    /// For a tag that opens or closes an element.
    var tag: Tag?
}
