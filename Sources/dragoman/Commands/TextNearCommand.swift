// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayText

extension TextCommand {
    struct Near: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds those texts of a file that are like a text.",
            discussion: """
                Reads a line of JSON for each text, such as {"text": "Open the file"}, and writes one: the texts of the \
                file that are most like it, with their scores, and the microseconds of the processor that it took.
                """)

        @Argument(help: "A file with a line of JSON for each text, as above.") var file: String
        @Option(help: "At most so many for a text.") var limit = 3
        @Option(help: "The least score, 0 to 1.") var minimum = 0.7

        func run() async throws {
            var texts: [MemorySource] = []
            let bytes = try FileText.bytes(file, limit: 1 << 32)
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                texts.append(
                    MemorySource(
                        number: Int64(texts.count + 1), text: try Self.text(Array(line), texts.count + 1)))
            }
            let began = ProcessorTime.now()
            let index = NearMatchIndex()
            index.add(NearMatchIndex.Portion(texts))
            let made: JSONValue = [
                "texts": .number(String(texts.count)), "bytes": .number(String(index.byteCount)),
                "microseconds": .number(Self.microseconds(since: began)),
            ]
            StandardOutput.write(String(decoding: made.bytes, as: UTF8.self))
            var number = 0
            while let line = readLine() {
                number += 1
                let text = try Self.text(Array(line.utf8), number)
                let began = ProcessorTime.now()
                let found = index.search(text, limit: limit, minimumScore: minimum)
                let took = Self.microseconds(since: began)
                let answer: JSONValue = [
                    "matches": .array(
                        found.map {
                            [
                                "text": .string(texts[Int($0.number) - 1].text),
                                "score": .number("\($0.score)"),
                            ]
                        }), "microseconds": .number(took),
                ]
                StandardOutput.write(String(decoding: answer.bytes, as: UTF8.self))
            }
        }

        private static func text(_ line: [UInt8], _ number: Int) throws(AdministrationError) -> String {
            guard let text = (try? JSONValue(parsing: line))?.object?["text"]?.string else {
                throw AdministrationError("line \(number) is no JSON object with a \"text\"")
            }
            return text
        }

        private static func microseconds(since began: Duration) -> String {
            String(Int((ProcessorTime.now() - began) / .microseconds(1)))
        }
    }
}
