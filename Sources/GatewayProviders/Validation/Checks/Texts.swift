// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Texts that checks ask with.
enum Texts {
    /// Such as anybody has.
    static let ordinary = [
        "Hello, world.", "You have new messages.", "Save", "The file could not be opened.",
        "Are you sure that you want to leave this page?", "Price: 12.50", "Good morning", "Settings",
    ]

    /// Such as break programs that count on something: each a text of valid UTF-8.
    static let hard = [
        "\u{0}", "a\u{0}b", "\u{1}\u{2}\u{3}\u{1F}\u{7F}", "\t\r\n\u{B}\u{C}", "\u{85}\u{2028}\u{2029}",
        " ", "   \u{A0}\u{3000} ", "\u{FEFF}text", "e\u{301}\u{302}\u{303}\u{304}\u{305}",
        String(repeating: "\u{301}", count: 300), "\u{202E}abc\u{202C}\u{2066}def\u{2069}",
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD} abc \u{645}\u{631}\u{62D}\u{628}\u{627}",
        "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
        "\u{1F1E9}\u{1F1EA}\u{1F1EB}\u{1F1F7}", "\u{10000}\u{1F600}\u{20000}\u{2FA1D}\u{E0041}\u{10FFFD}",
        "\u{FFFE}\u{FFFF}\u{1FFFE}\u{10FFFF}", "\u{E000}\u{F8FF}\u{F0000}", "\u{378}\u{3A2}",
        "\u{FFFD}", "\u{D7FF}\u{E000}", "\u{4F60}\u{597D}\u{FF0C}\u{4E16}\u{754C}\u{3002}",
        "\u{E2A}\u{E27}\u{E31}\u{E2A}\u{E14}\u{E35}", "\u{915}\u{94D}\u{937}\u{93F}",
        "I\u{307}stanbul \u{130}\u{131}\u{DF}\u{1E9E}\u{FB01}", "&amp; <b>not</b> {name} %s $1 \\n \\u0041",
        "'; DROP TABLE x; --", String(repeating: "(", count: 2_000), String(repeating: "word ", count: 500),
        String(repeating: "x", count: 5_000), "^~@#/\\[]{}<>|$*+?.,;:!\"'`", "http://example.com/?a=b&c=d#e",
    ]

    /// Text of chance, of at most so many pieces, in all planes.
    static func random(pieces: Int, using generator: inout CheckGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...pieces, using: &generator) {
            switch generator.next() % 8 {
            case 0: text.append(scalar(in: 0...0x10FFFF, &generator))
            case 1: text.append(scalar(in: 0x300...0x36F, &generator))
            case 2: text.append(scalar(in: 0...0x20, &generator))
            case 3: text.append(scalar(in: 0x590...0x6FF, &generator))
            case 4: text.append(scalar(in: 0x4E00...0x9FFF, &generator))
            case 5: text.append(contentsOf: " ".unicodeScalars)
            default:
                text.append(contentsOf: words[Int(generator.next() % UInt64(words.count))].unicodeScalars)
            }
        }
        return String(text)
    }

    private static let words = ["the ", "house", "is", "Open ", "file. ", "3.14", "it's", "well-known ", "A"]

    private static func scalar(
        in range: ClosedRange<UInt32>, _ generator: inout CheckGenerator
    ) -> Unicode.Scalar {
        // Surrogates are no scalars, and the brackets of tokens stand for tokens alone.
        let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "\u{FFFD}"
        return scalar == "\u{27E6}" || scalar == "\u{27E7}" ? "\u{FFFD}" : scalar
    }
}

/// Numbers of chance that are the same for the same seed (xorshift64*).
struct CheckGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 2 &+ 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
