// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayText

/// `dragoman text`: what the gateway makes of texts before any engine sees them. Needs no data and no gateway.
struct TextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "Shows what the gateway makes of texts.",
        subcommands: [Segment.self, Mask.self, Near.self])

    struct Segment: AsyncParsableCommand {
        /// What a text is cut into.
        enum Unit: String, ExpressibleByArgument, CaseIterable {
            case sentence, word, grapheme
        }

        static let configuration = CommandConfiguration(
            abstract: "Cuts texts into sentences, words or characters as people see them.",
            discussion: """
                Reads a line of JSON for each text, such as {"text": "It works. Really.", "locale": "en"}, and writes \
                one, {"segments": ["It works. ", "Really."]}. Put together, the segments are the text.
                """)

        @Option(help: "What to cut into: sentence, word or grapheme.") var by = Unit.sentence

        func run() async throws {
            var number = 0
            while let line = readLine() {
                number += 1
                let answer: JSONValue = [
                    "segments": .array(try segments(line, number: number).map { .string($0) })
                ]
                StandardOutput.write(String(decoding: answer.bytes, as: UTF8.self))
            }
        }

        private func segments(_ line: String, number: Int) throws(AdministrationError) -> [String] {
            guard let body = try? JSONValue(parsing: line), let text = body.object?["text"]?.string,
                let locale = try? LocaleTag(body[text: "locale"])
            else {
                throw AdministrationError(
                    "line \(number) is no JSON object with a \"text\" and a \"locale\"")
            }
            return Self.segments(of: text, locale: locale, by: by)
        }

        /// The parts of a text. Sentences are those that a translator would get: placeholders and markup are whole.
        static func segments(of text: String, locale: LocaleTag, by unit: Unit) -> [String] {
            let segmenter = Segmenter()
            let ends: [Int]
            switch unit {
            case .sentence:
                let masked = Masker().mask(text)
                return segmenter.sentences(of: masked, locale: locale).map { masked.part($0).source }
            case .word: ends = segmenter.wordEnds(text, locale: locale)
            case .grapheme: ends = segmenter.graphemeEnds(text, locale: locale)
            }
            let bytes = Array(text.utf8)
            return zip([0] + ends, ends).map { String(decoding: bytes[$0..<$1], as: UTF8.self) }
        }
    }
}
