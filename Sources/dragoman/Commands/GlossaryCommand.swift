// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayText

/// `dragoman glossary`.
struct GlossaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glossary", abstract: "Tries out files of glossary items.",
        subcommands: [Match.self])

    /// The items of a file, by its ending.
    static func items(in path: String) throws -> [GlossaryItem] {
        let name = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let format = GlossaryFormat(rawValue: name) else {
            throw ValidationError("\(path) ends in none of .csv, .tsv and .tbx")
        }
        let bytes = try FileText.bytes(path, limit: 1 << 30)
        do throws(GlossaryFileError) {
            return try GlossaryFile.read(bytes, as: format, maxItems: 1_000_000)
        } catch {
            throw ValidationError(error.mistakes.map { "\(path): \($0)" }.joined(separator: "\n"))
        }
    }

    /// Finds terms without a gateway or a database, as it would find them.
    struct Match: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows which terms of a file are found in the lines of standard input, as JSON lines.")

        @Argument(help: ArgumentHelp("A file of items: .csv, .tsv or .tbx.", valueName: "file")) var path:
            String
        @Option(name: .customLong("from"), help: "The locale of the lines.") var source = "en"
        @Option(name: .customLong("to"), help: "The locale they are to be translated to.") var target: String
        @Flag(help: "Finds no other forms of the terms.") var exact = false
        @Option(
            help: ArgumentHelp("Searches so many times and prints how long that took.", valueName: "times"))
        var measure: Int?

        func run() async throws {
            let clock = ContinuousClock()
            let items = try GlossaryCommand.items(in: path)
            var index = GlossaryIndex([], rules: makeLocaleRules())
            let build = clock.measure { index = GlossaryIndex(items, rules: makeLocaleRules()) }
            let matcher = index.matcher(
                source: try LocaleTag(source), target: try LocaleTag(target), findsForms: !exact)
            var lines: [String] = []
            while let line = readLine() { lines.append(line) }
            guard let measure else {
                for line in lines {
                    let found = JSONValue.array(matcher.matches(in: line).map { Self.show($0, index) })
                    print(String(decoding: found.bytes, as: UTF8.self))
                }
                return
            }
            var count = 0
            var best = Duration.seconds(3600)
            for _ in 0..<max(1, measure) {
                var found: [[GlossaryMatch]] = []
                best = min(best, clock.measure { found = matcher.matches(in: lines) })
                count = found.reduce(0) { $0 + $1.count }
            }
            let figures: JSONValue = [
                "items": Self.number(index.count), "lines": Self.number(lines.count),
                "matches": Self.number(count), "buildMicroseconds": Self.microseconds(build),
                "searchMicroseconds": Self.microseconds(best), "bytes": Self.number(index.byteCount),
            ]
            print(String(decoding: figures.bytes, as: UTF8.self))
        }

        private static func number(_ value: Int) -> JSONValue { .number(String(value)) }

        private static func microseconds(_ duration: Duration) -> JSONValue {
            number(Int(duration / .microseconds(1)))
        }

        private static func show(_ match: GlossaryMatch, _ index: GlossaryIndex) -> JSONValue {
            let item = index.item(match.item)
            return [
                "start": number(match.range.lowerBound), "end": number(match.range.upperBound),
                "sourceText": .string(item.sourceText), "targetText": .string(item.targetText),
                "type": .string(item.type.rawValue), "isInflected": .bool(match.isInflected),
            ]
        }
    }
}
