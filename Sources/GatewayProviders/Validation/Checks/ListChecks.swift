// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

extension PluginCheck {
    private static let listing = Subject.provider { $0.listsPairs }
    private static let recognizing = Subject.provider { $0.recognizes }

    /// `pairs/1` and `warmup/1`.
    static let ofPairs: [PluginCheck] = [
        PluginCheck(
            "pairs-well-formed", "listed pairs have BCP 47 tags or *, and a quality that is known",
            of: listing
        ) {
            run throws(CheckFault) in
            let pairs = try listed(run, in: run.instance())
            try run.refuse(.pair, .wrongKind)
            if pairs.isEmpty { throw .broken("it lists no pair") }
            for pair in pairs {
                let name = "\(pair.source) to \(pair.target)"
                for tag in [pair.source, pair.target] + pair.pivot.split(separator: " ").map(String.init) {
                    if tag != "*", (try? LocaleTag(tag)) == nil {
                        throw .broken("\(name): \"\(tag)\" is no locale")
                    }
                }
                if !["publishable", "draft", "gist", "test", ""].contains(pair.quality) {
                    throw .broken("\(name) has the quality \"\(pair.quality)\"")
                }
            }
        },
        PluginCheck("pairs-unique", "no pair is listed twice with one model", of: listing) {
            run throws(CheckFault) in
            var seen: Set<[String]> = []
            for pair in try listed(run, in: run.instance()) {
                if !seen.insert([pair.source, pair.target, pair.model]).inserted {
                    throw .broken("\(pair.source) to \(pair.target) by \"\(pair.model)\" is listed twice")
                }
            }
        },
        PluginCheck(
            "pairs-stable", "the list of pairs is the same every time and in every instance", of: listing
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let first = try listed(run, in: instance)
            if try listed(run, in: instance) != first { throw .broken("the second list differs") }
            guard instance.providerClass.maximumInstances != 1 else { return }
            if try listed(run, in: run.instance(of: instance.providerClass)) != first {
                throw .broken("another instance lists other pairs")
            }
        },
        PluginCheck(
            "pairs-translate", "pairs that are listed as usable are translated",
            of: .provider { $0.listsPairs && $0.onlyTranslates }, seconds: 60
        ) { run throws(CheckFault) in
            let instance = try run.instance()
            let usable = try listed(run, in: instance).filter(\.refused.isEmpty)
            let end = monotonicNanoseconds() + 15_000_000_000
            for pair in usable.prefix(6) where monotonicNanoseconds() < end {
                var call = run.batch(["Hello"])
                call.source = LocaleTag(unchecked: pair.source == "*" ? "en" : pair.source)
                call.target = LocaleTag(unchecked: pair.target == "*" ? "es" : pair.target)
                call.model = pair.model
                let record = try run.wait(run.begin(call, in: instance))
                if record.status == Int32(DGM_UNSUPPORTED_PAIR.rawValue) {
                    throw .broken(
                        "\(pair.source) to \(pair.target) is listed and ended with \(record.inWords)")
                }
            }
        },
        PluginCheck(
            "warmup-twice", "a model can be loaded before it is needed, and loaded again",
            of: .provider { $0.warmsUp }
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for round in ["first", "second", "third"] {
                let record = try run.wait(run.warmUp(run.facts.model, in: instance))
                if !record.isOK, !run.facts.usesHTTP {
                    throw .broken("the \(round) warm-up ended with \(record.inWords)")
                }
            }
            if run.facts.answers { _ = try run.wait(run.ask(in: instance)) }
        },
        PluginCheck(
            "warmup-unknown-model", "to warm up a model that is not there fails",
            of: .provider { $0.warmsUp && !$0.generates && !$0.usesHTTP }
        ) {
            run throws(CheckFault) in
            let record = try run.wait(run.warmUp("no-such-model-\u{1F4A5}", in: run.instance()))
            if record.isOK { throw .broken("it ended with DGM_OK") }
        },
    ]

    private static func listed(_ run: CheckRun, in instance: CheckedInstance) throws(CheckFault)
        -> [ListedPair]
    {
        let record = try run.wait(run.list(in: instance))
        if !record.isOK {
            if run.facts.mayUseHTTP { throw .skipped("its service cannot be asked here (\(record.inWords))") }
            throw .broken("the list ended with \(record.inWords)")
        }
        return record.pairs
    }

    /// `recognize/1`.
    static let ofRecognizing: [PluginCheck] = [
        PluginCheck(
            "recognize-answers", "an ordinary text has candidates, best first, with confidences from 0 to 1",
            of: recognizing
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let text = "This is a text in English, and it is long enough for everybody to see that."
            let found = try candidates(run, run.recognize(text, in: instance))
            if found.isEmpty { throw .broken("a sentence in English has none") }
            for (index, candidate) in found.enumerated() {
                if (try? LocaleTag(candidate.locale)) == nil {
                    throw .broken("\"\(candidate.locale)\" is no locale")
                }
                if !(0...1).contains(candidate.confidence) {
                    throw .broken("a confidence is \(candidate.confidence)")
                }
                if index > 0, candidate.confidence > found[index - 1].confidence {
                    throw .broken("candidate \(index + 1) is likelier than the one before it")
                }
            }
        },
        PluginCheck(
            "recognize-limit", "there are at most as many candidates as asked for, each locale once",
            of: recognizing
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for limit in 1...4 {
                let text = "Este es un texto de prueba, e isto \u{E9} um texto."
                let found = try candidates(run, run.recognize(text, limit: limit, in: instance))
                if found.count > limit {
                    throw .broken("it gave \(found.count) where \(limit) were asked for")
                }
                if Set(found.map(\.locale)).count < found.count { throw .broken("a locale is there twice") }
            }
        },
        PluginCheck(
            "recognize-candidates", "of given candidates only those come back, as they are spelled",
            of: recognizing
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for given in [["en", "de"], ["en-GB", "es-419", "pt-BR"], ["EN", "Fr"], ["tlh"]] {
                let text = "This is a text in English, and nobody could take it for anything else."
                let found = try candidates(run, run.recognize(text, candidates: given, in: instance))
                if let other = found.first(where: { !given.contains($0.locale) }) {
                    throw .broken("\(other.locale) is none of \(given.joined(separator: ", "))")
                }
            }
        },
        PluginCheck(
            "recognize-hard-texts", "every text is taken, also one that shows nothing", of: recognizing,
            seconds: 40
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            var generator = CheckGenerator(seed: run.job.seed)
            let chance = (0..<100).map { _ in Texts.random(pieces: 20, using: &generator) }
            let huge = String(repeating: "The house is big. ", count: 58_000)
            for text in [""] + Texts.hard + chance + [huge] {
                for candidate in try run.wait(run.recognize(text, in: instance)).candidates
                where (try? LocaleTag(candidate.locale)) == nil || !(0...1).contains(candidate.confidence) {
                    throw .broken("a candidate is \"\(candidate.locale)\" with \(candidate.confidence)")
                }
            }
            try run.refuse(.candidate, .wrongKind)
        },
        PluginCheck("recognize-repeats", "an equal text gives equal candidates", of: recognizing) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let text = "Ein Satz auf Deutsch, der lang genug ist."
            let first = try candidates(run, run.recognize(text, in: instance))
            for _ in 0..<3 {
                let next = try candidates(run, run.recognize(text, in: instance))
                if next.map(\.locale) != first.map(\.locale)
                    || next.map(\.confidence) != first.map(\.confidence)
                {
                    throw .broken("the second answer differs")
                }
            }
        },
    ]

    private static func candidates(
        _ run: CheckRun, _ ticket: UInt64
    ) throws(CheckFault) -> [(locale: String, confidence: Double)] {
        let record = try run.wait(ticket)
        if !record.isOK {
            if run.facts.mayUseHTTP { throw .skipped("its service cannot be asked here (\(record.inWords))") }
            throw .broken("a call ended with \(record.inWords)")
        }
        try run.refuse(.candidate)
        return record.candidates
    }
}
