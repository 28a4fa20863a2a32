// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

extension PluginCheck {
    private static let translating = Subject.provider { $0.onlyTranslates }

    /// What comes out for what goes in.
    static let ofTexts: [PluginCheck] = [
        PluginCheck(
            "translate-answers", "an ordinary batch ends with DGM_OK and a text for each segment",
            of: translating
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let outputs = try run.outputs(run.batch(Texts.ordinary), in: instance)
            if outputs.contains(where: \.isEmpty) { throw .broken("an output is empty") }
        },
        PluginCheck("translate-empty", "an empty text, which may lie at null, is taken", of: translating) {
            run throws(CheckFault) in
            let instance = try run.instance()
            _ = try run.outputs(run.batch([""]), in: instance)
            let outputs = try run.outputs(run.batch(["Hello", "", "world"]), in: instance)
            if outputs[0].isEmpty || outputs[2].isEmpty {
                throw .broken("an empty text beside others made them empty")
            }
        },
        PluginCheck(
            "translate-one-byte", "texts of a single byte are taken, whatever byte that is", of: translating,
            seconds: 30
        ) {
            run throws(CheckFault) in
            let texts = (UInt8(0)...127).map { String(decoding: [$0], as: UTF8.self) }
            try eachOutputIsText(run, texts)
        },
        PluginCheck(
            "translate-huge", "a text of 1 MiB, or as long as max_bytes allows, is translated or refused",
            of: translating, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let limit = instance.providerClass.translate?.maximumBytes ?? 0
            let length = limit > 0 ? min(limit, 1 << 20) : 1 << 20
            let text = String(repeating: "The house is big. ", count: length / 18 + 1).prefix(length)
            let record = try run.wait(run.begin(run.batch([String(text)]), in: instance), seconds: 50)
            if record.isOK, record.outputs[0] == nil { throw .broken("it said DGM_OK without an output") }
            try run.refuse(.notUTF8)
        },
        PluginCheck(
            "translate-many", "a batch of 10,000 segments, or of max_segments, is answered whole",
            of: translating, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let traits = instance.providerClass.translate
            var count = traits.map { $0.maximumSegments > 0 ? $0.maximumSegments : 10_000 } ?? 10_000
            if let bytes = traits?.maximumBytes, bytes > 0 { count = max(1, min(count, bytes / 8)) }
            let texts = (0..<min(count, 10_000)).map { "Item \($0 % 100)" }
            let record = try run.answered(run.begin(run.batch(texts), in: instance))
            if record.outputs.contains(where: { $0?.isEmpty != false }) {
                throw .broken("an output is empty")
            }
        },
        PluginCheck(
            "translate-hard-texts",
            "output is UTF-8 for every text: all planes, controls, marks, both directions", of: translating,
            seconds: 40
        ) {
            run throws(CheckFault) in
            try eachOutputIsText(run, Texts.hard)
        },
        PluginCheck(
            "translate-texts-of-chance", "output is UTF-8 and tokens stay for texts of chance",
            of: translating, seconds: 40
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            var generator = CheckGenerator(seed: run.job.seed)
            let end = monotonicNanoseconds() + 10_000_000_000
            for round in 0..<40 where monotonicNanoseconds() < end {
                let samples = (0..<8).map { _ in TokenSample.random(using: &generator) }
                do throws(CheckFault) {
                    try tokensStay(run, samples, in: instance)
                } catch {
                    guard case .broken(let reason) = error else { throw error }
                    throw .broken("round \(round) of seed \(run.job.seed): \(reason)")
                }
            }
        },
        PluginCheck(
            "translate-context",
            "context, hints, neighbours and instructions are used or left, and never hurt", of: translating
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            var call = run.batch([
                ProviderSegment(
                    text: "Open", context: "A file manager", hints: ["menu", "", "verb"],
                    before: Texts.hard.joined(), after: "")
            ])
            call.instructions = ["Be polite.", ""]
            call.fast = true
            call.seed = .max
            call.traceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            _ = try run.outputs(call, in: instance)
        },
        PluginCheck(
            "translate-terms", "terms are used by their places, which may be anywhere",
            of: .provider { $0.onlyTranslates }
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            guard instance.providerClass.translate?.terms == .native else {
                // It gets none, so that is all there is to see.
                return _ = try run.outputs(run.batch(["The house"]), in: instance)
            }
            var call = run.batch(["The house and the house", "Garden"])
            call.terms = [
                SegmentTerm(source: "house", target: "hogar", segment: 0, range: 4..<9),
                SegmentTerm(source: "house", target: "hogar", segment: 0, range: 18..<23),
                SegmentTerm(source: "Garden", target: "Garden", segment: 1, range: 0..<6),
            ]
            let outputs = try run.outputs(call, in: instance)
            if !outputs[0].contains("hogar") || !outputs[1].contains("Garden") {
                throw .broken("a term is not in its output")
            }
        },
    ]

    private static func eachOutputIsText(_ run: CheckRun, _ texts: [String]) throws(CheckFault) {
        let instance = try run.instance()
        for text in texts {
            let record = try run.wait(run.begin(run.batch([text]), in: instance))
            if record.isOK, record.outputs[0] == nil { throw .broken("it said DGM_OK without an output") }
        }
        try run.refuse(.notUTF8)
    }

    /// Translates and compares tokens. A text that cannot be handled may be refused.
    private static func tokensStay(
        _ run: CheckRun, _ samples: [TokenSample], in instance: CheckedInstance
    ) throws(CheckFault) {
        let record = try run.wait(
            run.begin(run.batch(samples.map(\.text), spans: samples.map(\.spans)), in: instance))
        try run.refuse(.notUTF8)
        guard record.isOK else {
            if run.facts.usesHTTP { throw .skipped("its service cannot be asked here (\(record.inWords))") }
            if record.status == Int32(DGM_INVALID_INPUT.rawValue) { return }
            throw .broken("a call ended with \(record.inWords)")
        }
        for (sample, output) in zip(samples, record.texts) {
            let found = TokenSample.tokens(in: output ?? "")
            guard found != sample.tokens else { continue }
            let lost = sample.tokens.filter { !found.contains($0) }
            throw .broken(
                lost.isEmpty
                    ? "tokens \(sample.tokens) came back as \(found)"
                    : "token \(lost[0]) of \(sample.tokens.count) is gone")
        }
    }

    /// What must come back untouched.
    static let ofTokens: [PluginCheck] = [
        tokens("tokens-standalone", "a token comes back exactly once", [.single, .highNumbers]),
        tokens("tokens-pairs", "both tokens of a pair come back, nested ones too", [.pairs, .deep]),
        tokens("tokens-at-ends", "tokens at the beginning and at the end come back", [.ends]),
        tokens("tokens-adjacent", "tokens side by side come back, and pairs around nothing", [.adjacent]),
        tokens("tokens-alone", "a text of nothing but tokens comes back", [.alone, .onlyTokens]),
        tokens("tokens-in-words", "tokens within words come back", [.inWords]),
        tokens("tokens-both-directions", "tokens in text from right to left come back", [.rightToLeft]),
        tokens("tokens-many", "300 tokens in a text come back", [.many]),
        PluginCheck(
            "tokens-lookalikes", "brackets that are no token do no harm to those that are", of: translating
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for text in [
                "\u{27E6}", "\u{27E7}", "\u{27E6}\u{27E7}", "\u{27E6}x\u{27E7}", "\u{27E6}1", "1\u{27E7}",
            ] {
                try tokensStay(run, [TokenSample(text + " ", "7", " " + text)], in: instance)
            }
        },
    ]

    private static func tokens(_ name: String, _ promise: String, _ samples: [TokenSample]) -> PluginCheck {
        PluginCheck(name, promise, of: translating) { run throws(CheckFault) in
            let instance = try run.instance()
            let limit = instance.providerClass.translate?.maximumBytes ?? 0
            for sample in samples where limit == 0 || sample.text.utf8.count <= limit {
                _ = try run.answered(run.begin(run.batch([sample.text], spans: [sample.spans]), in: instance))
                try tokensStay(run, [sample], in: instance)
            }
        }
    }
}
