// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension MaskedText {
    /// What can be put right in a translation without asking anybody: respelled tokens, spaces at tokens, and the
    /// white space at both ends, which becomes the source's.
    ///
    /// A sound translation with the source's white space comes back unchanged.
    public func repaired(_ output: String) -> String {
        guard !output.isBlank else { return output }
        var output = output
        if !spans.isEmpty {
            var tokens = TokenRepair(self, output: output)
            output = tokens.repaired(output)
            let numbers = TokenSyntax.all(in: output).map(\.number)
            if numbers.sorted() == spans.map(\.number) { output = SpaceRepair(self).repaired(output) }
        }
        return withEndsOfSource(output)
    }

    private func withEndsOfSource(_ output: String) -> String {
        let (bytes, own) = (output.utf8.span, text.utf8.span)
        let start = bytes.whiteSpaceEnd(from: 0, before: bytes.count)
        let end = bytes.whiteSpaceStart(before: bytes.count, floor: start)
        let ownStart = own.whiteSpaceEnd(from: 0, before: own.count)
        let ownEnd = own.whiteSpaceStart(before: own.count, floor: ownStart)
        return own.string(0..<ownStart) + bytes.string(start..<end) + own.string(ownEnd..<own.count)
    }
}
