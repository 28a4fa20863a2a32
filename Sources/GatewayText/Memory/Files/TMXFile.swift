// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Translation memory as TMX 1.4b.
public enum TMXFile {
    /// What a file holds.
    public struct Contents: Sendable, Equatable {
        /// What can be used, in the file's order.
        public var units: [TranslatedText] = []
        /// Translations that cannot be used.
        public var skipped = 0
        /// Why not, of the first of them: `line 12: …`.
        public var faults: [String] = []

        /// Makes empty contents.
        public init() {}
    }

    /// Why a file cannot be read at all.
    public struct Failure: Error, Sendable, Equatable {
        /// In words that name the line.
        public let reason: String
    }

    /// UTF-8 bytes of a text at most.
    public static let longestText = 32_768

    /// Reads a file of at most so many translations.
    public static func read(_ bytes: [UInt8], limit: Int) throws(Failure) -> Contents {
        try TMXReader.read(bytes[...], limit: limit)
    }

    /// Writes a file. Texts that XML cannot hold are left out.
    public static func write(_ units: some Sequence<TranslatedText>) -> [UInt8] {
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <tmx version="1.4">
            <header creationtool="Dragoman" creationtoolversion="1" segtype="block" o-tmf="Dragoman" adminlang="en" \
            srclang="*all*" datatype="plaintext"/>
            <body>

            """
        for unit in units where XMLText.isAllowed(unit.sourceText) && XMLText.isAllowed(unit.targetText) {
            xml += "<tu srclang=\"\(unit.source)\"><tuv xml:lang=\"\(unit.source)\"><seg>"
            xml += XMLText.escaped(unit.sourceText)
            xml += "</seg></tuv><tuv xml:lang=\"\(unit.target)\"><seg>"
            xml += XMLText.escaped(unit.targetText) + "</seg></tuv></tu>\n"
        }
        return Array((xml + "</body>\n</tmx>\n").utf8)
    }
}
