// SPDX-License-Identifier: Apache-2.0

/// How many letters of each script a text has.
struct ScriptCount {
    private var counts: [UInt32: Int] = [:]

    init(_ text: String) {
        let bytes = text.utf8.span
        var latin = 0
        var isPlain = true
        for index in 0..<bytes.count {
            let byte = bytes[unchecked: index]
            if byte.isWide {
                isPlain = false
                break
            }
            if byte.isLetter { latin += 1 }
        }
        guard !isPlain else {
            counts[Self.code("Latn")] = latin
            return
        }
        var start = 0
        for run in Segmenter().scriptRuns(of: text) {
            var letters = 0
            var index = start
            while index < run.end {
                let (scalar, length) = bytes.scalar(at: index)
                if scalar.isASCII ? bytes[index].isLetter : scalar.properties.isAlphabetic { letters += 1 }
                index += length
            }
            counts[run.code, default: 0] += letters
            start = run.end
        }
    }

    private static func code(_ script: String) -> UInt32 {
        script.utf8.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The scripts that text in a locale's script is made of.
    static func codes(of script: String) -> Set<String> {
        switch script {
        case "Jpan": ["Hani", "Hira", "Kana"]
        case "Kore": ["Hang", "Hani"]
        case "Hans", "Hant": ["Hani", "Bopo"]
        case "Aran": ["Arab"]
        default: [script]
        }
    }

    /// Letters of some scripts, and of all others.
    func counts(_ scripts: Set<String>) -> (inside: Int, outside: Int) {
        let codes = Set(scripts.map(Self.code))
        var result = (inside: 0, outside: 0)
        for (code, count) in counts where code != Self.code("Zyyy") {
            if codes.contains(code) { result.inside += count } else { result.outside += count }
        }
        return result
    }

    /// The script with the most letters apart from some.
    func mostFrequent(except scripts: Set<String>) -> String {
        let codes = Set(scripts.map(Self.code) + [Self.code("Zyyy")])
        let best = counts.filter { !codes.contains($0.key) }.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let code = best?.key else { return "" }
        return String(decoding: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: code >> $0) }, as: UTF8.self)
    }
}
