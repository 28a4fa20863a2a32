// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayText

/// `dragoman glossary`.
struct GlossaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glossary", abstract: "Imports, exports and tries out glossary items.",
        subcommands: [Import.self, Export.self, Match.self, Check.self])

    /// The items of a file, by its ending.
    static func items(in path: String) throws -> [GlossaryItem] {
        let format = try format(of: path)
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
            help: ArgumentHelp(
                "Searches so many times and prints the least processor time.", valueName: "times"))
        var measure: Int?

        func run() async throws {
            let items = try GlossaryCommand.items(in: path)
            let begin = ProcessorTime.now()
            let index = GlossaryIndex(items, rules: makeLocaleRules())
            let build = ProcessorTime.now() - begin
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
                let begin = ProcessorTime.now()
                let found = matcher.matches(in: lines)
                best = min(best, ProcessorTime.now() - begin)
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

    /// Tells of terms and translations whether the one is used in the other.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Tells for lines of a term, a tab and a text how the text uses the term: exact, inflected or -."
        )

        @Option(help: "The locale of terms and texts.") var locale: String
        @Flag(help: "Looks for terms as in a source text.") var asSource = false

        func run() async throws {
            let locale = try LocaleTag(locale)
            let rules = makeLocaleRules()
            while let line = readLine() {
                let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw ValidationError("a line has no tab") }
                let (term, text) = (String(parts[0]), String(parts[1]))
                var form = TermCheck().form(of: term, in: text, locale: locale)
                if asSource {
                    let item = try GlossaryItem(sourceText: term, type: .nonTranslatable)
                    let found = GlossaryIndex([item], rules: rules).matcher(source: locale, target: locale)
                        .matches(in: text)
                    form = found.isEmpty ? nil : found.allSatisfy(\.isInflected) ? .inflected : .exact
                }
                print(form.map { $0 == .exact ? "exact" : "inflected" } ?? "-")
            }
        }
    }

    /// Adds the items of a file to an engine.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Adds the items of a file to an engine, all or none.")

        @Argument(help: ArgumentHelp("A file of items: .csv, .tsv or .tbx.", valueName: "file")) var path:
            String
        @Option(help: "The engine's id (eng_…); the default engine if left out.") var engine: String?
        @Flag(help: "Removes the engine's items so far.") var replace = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            _ = try GlossaryCommand.format(of: path)
            let answer = try await Operator(common: common).carryOut(
                .importGlossary(path: absolutePath(path), engine: engine, replacesAll: replace))
            answer.show(asJSON: json) { "all items of \(path) are in \($0[text: "engine"])" }
        }
    }

    /// Writes the items of an engine to a file.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Writes the items of an engine to a new file.")

        @Argument(help: ArgumentHelp("The file: .csv, .tsv or .tbx.", valueName: "file")) var path: String
        @Option(help: "The engine's id (eng_…); the default engine if left out.") var engine: String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            _ = try GlossaryCommand.format(of: path)
            let answer = try await Operator(common: common).carryOut(
                .exportGlossary(path: absolutePath(path), engine: engine))
            answer.show(asJSON: json) { "\($0[text: "path"]) holds the items of \($0[text: "engine"])" }
        }
    }

    /// The format a file's name ends in.
    static func format(of path: String) throws -> GlossaryFormat {
        guard let format = GlossaryFormat(endingOf: path) else {
            throw ValidationError("\(path) ends in none of .csv, .tsv and .tbx")
        }
        return format
    }
}
