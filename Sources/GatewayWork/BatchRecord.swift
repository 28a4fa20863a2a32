// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a finished batch gave: the content of a checkpoint.
struct BatchRecord: Sendable, Equatable {
    /// The sound translations, by number of the unit.
    var texts: [(unit: Int, text: String)]
    /// The model that really answered.
    var model: ModelName
    var usage: Usage
    var unknownWords: Int

    static func == (left: BatchRecord, right: BatchRecord) -> Bool {
        left.bytes == right.bytes
    }

    var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object {
            $0.name("model")
            $0.string(model.description)
            $0.name("usage")
            $0.array {
                $0.integer(usage.inputTokens)
                $0.integer(usage.outputTokens)
                $0.double(usage.cost)
            }
            $0.name("unknownWords")
            $0.integer(unknownWords)
            $0.name("texts")
            $0.array {
                for (unit, text) in texts {
                    $0.integer(unit)
                    $0.string(text)
                }
            }
        }
        return writer.bytes
    }

    init(texts: [(unit: Int, text: String)], model: ModelName, usage: Usage, unknownWords: Int) {
        self.texts = texts
        self.model = model
        self.usage = usage
        self.unknownWords = unknownWords
    }

    /// Reads what ``bytes`` wrote; `nil` when it is something else, and the batch is then translated again.
    init?(_ bytes: [UInt8]) {
        guard let object = (try? JSONValue(parsing: bytes))?.object,
            let model = object["model"]?.string.flatMap(ModelName.init),
            let usage = object["usage"]?.array, usage.count == 3,
            let unknownWords = object["unknownWords"]?.integer, let input = usage[0].integer,
            let output = usage[1].integer, let cost = usage[2].double, let flat = object["texts"]?.array,
            flat.count.isMultiple(of: 2)
        else { return nil }
        var texts: [(unit: Int, text: String)] = []
        for index in stride(from: 0, to: flat.count, by: 2) {
            guard let unit = flat[index].integer, let text = flat[index + 1].string else { return nil }
            texts.append((unit, text))
        }
        self.init(
            texts: texts, model: model, usage: Usage(inputTokens: input, outputTokens: output, cost: cost),
            unknownWords: unknownWords)
    }
}

extension JSONValue {
    fileprivate var integer: Int? {
        if case .number(let spelling) = self { Int(spelling) } else { nil }
    }

    fileprivate var double: Double? {
        if case .number(let spelling) = self { Double(spelling) } else { nil }
    }
}
