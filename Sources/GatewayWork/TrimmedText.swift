// SPDX-License-Identifier: Apache-2.0

/// A text apart from the white space at its ends, which is kept byte for byte and never leaves the gateway.
struct TrimmedText: Sendable, Equatable {
    let leading: String
    let text: String
    let trailing: String

    init(_ whole: some StringProtocol) {
        let scalars = whole.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else {
            leading = String(whole)
            text = ""
            trailing = ""
            return
        }
        let end = scalars.index(after: last)
        leading = String(whole[..<first])
        text = String(whole[first..<end])
        trailing = String(whole[end...])
    }

    /// The same white space around another text.
    func around(_ other: String) -> String {
        leading.isEmpty && trailing.isEmpty ? other : leading + other + trailing
    }
}
