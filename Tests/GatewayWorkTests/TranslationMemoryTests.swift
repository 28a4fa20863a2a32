// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import ServiceLifecycle
import Testing

@testable import GatewayWork

@Suite struct TranslationMemoryTests {
    private let store = FakeStore()

    private func memory(_ configuration: MemoryConfiguration = MemoryConfiguration()) -> TranslationMemory {
        TranslationMemory(
            store: store, rules: makeLocaleRules(), configuration: configuration, clock: .system,
            logger: quiet)
    }

    private func order(
        _ json: String, _ engine: Engine = engine(of: ["scripted"]), context: String = "",
        hints: [String: [String]] = [:], target: String = "es", fast: Bool = false,
        options: MemoryOptions = MemoryOptions(), glossary: GlossaryIndex? = nil,
        briefing: Briefing = Briefing()
    ) throws -> TranslationOrder {
        let root = try #require(try JSONValue(parsing: json).object)
        return TranslationOrder(
            units: TranslationUnits(Content(root, hints: hints), context: context, masker: Masker()),
            engine: engine, source: tag("en"), target: tag(target), priority: .job, fast: fast,
            memory: options, deadline: nil, glossary: glossary, briefing: briefing)
    }

    /// Translates and remembers, as a job does.
    @discardableResult
    private func run(_ order: TranslationOrder, _ providers: [any Provider]) async throws -> Translation {
        let memory = memory()
        let translation = try await translator(providers, memory: memory).translate(order)
        await memory.write(translation.memories)
        return translation
    }

    private func approve(_ source: String, _ target: String, context: String = "") async throws {
        let pair = LocalePair(source: tag("en"), target: tag("es"))
        let entry = NewMemoryEntry(
            organization: engine(of: []).organization, engine: nil, pair: pair,
            key: MemoryKeys.key(pair, source, context: context), fingerprint: [], source: source,
            target: target, model: nil, origin: .person, createdAt: Timestamp(milliseconds: 1))
        _ = try await store.remember([entry], limit: 100)
    }

    private func remembered() async throws -> [NewMemoryEntry] {
        try await store.memory(MemoryQuery(limit: 100), of: engine(of: []).organization).map(\.entry)
    }

    @Test func `what was translated once is not asked again`() async throws {
        let provider = spanish()
        let json = #"{"a":"one {x}","b":"two","c":"two","d":"{n, plural, one {# file} other {# files}}"}"#
        let first = try await run(try order(json), [provider])
        let calls = provider.calls.count
        let order = try order(json)
        let second = try await run(order, [provider])
        #expect(provider.calls.count == calls)
        #expect(second.texts == first.texts)
        #expect(second.model == nil && second.usage == nil)
        #expect(second.details["memory"] == .number("4") && second.details["segments"] == .number("3"))
        #expect(second.new == 0 && second.reused == 4 && second.memories.isEmpty)
        #expect(first.details["memory"] == nil)
        #expect(try await remembered().count == 3)
    }

    @Test(arguments: [(true, 1), (false, 0)])
    func `a change of instructions or voice asks anew where an engine is told of them, and nowhere else`(
        isTold: Bool, calls: Int
    ) async throws {
        let provider = spanish(traits: ProviderTraits(terms: isTold ? .native : .inserted))
        try await run(try order(#"{"a":"one"}"#), [provider])
        var briefing = Briefing()
        briefing.instructions = ["Be brief."]
        try await run(try order(#"{"a":"one"}"#, briefing: briefing), [provider])
        #expect(provider.calls.count == 1 + calls)
        briefing.voice = "Warm."
        try await run(try order(#"{"a":"one"}"#, briefing: briefing), [provider])
        try await run(try order(#"{"a":"one"}"#, briefing: briefing), [provider])
        #expect(provider.calls.count == 1 + calls * 2)
    }

    @Test func `what is new is asked for beside what is known`() async throws {
        let provider = spanish()
        try await run(try order(#"{"a":"one"}"#), [provider])
        let translation = try await run(try order(#"{"a":"zero","b":"one"}"#), [provider])
        #expect(provider.calls.last?.segments.map(\.text) == ["zero"])
        #expect(translation.texts == ["ZERO", "ONE"] && translation.usage?.inputTokens == 4)
    }

    @Test func `another configuration, context or hint asks again`() async throws {
        let json = #"{"a":"Open the file"}"#
        try await run(try order(json), [spanish()])
        let item = try GlossaryItem(sourceText: "file", targetText: "archivo")
        let other = try GlossaryItem(sourceText: "folder", targetText: "carpeta")
        let rules = makeLocaleRules()
        func index(_ item: GlossaryItem) -> GlossaryIndex { GlossaryIndex([item], rules: rules) }
        func provider(revision: String) -> ScriptedProvider {
            ScriptedProvider(revision: revision, pairs: [pair("en", "es"), pair("en", "fr")]) { call in
                call.segments.map { $0.text.uppercased() }
            }
        }
        let cases: [(String, TranslationOrder, revision: String, asks: Bool)] = [
            ("the same", try order(json), "1", false),
            ("revision", try order(json), "2", true),
            ("models", try order(json, engine(of: ["scripted", "second"])), "1", true),
            ("fast", try order(json, fast: true), "1", true),
            ("context", try order(json, context: "a menu"), "1", true),
            ("hints", try order(json, hints: ["a": ["verb"]]), "1", true),
            ("target", try order(json, target: "fr"), "1", true),
            ("a term in it", try order(json, glossary: index(item)), "1", true),
            ("a term that is not in it", try order(json, glossary: index(other)), "1", false),
            ("another spelling of the locale", try order(json, target: "ES"), "1", false),
        ]
        for (name, order, revision, asks) in cases {
            let provider = provider(revision: revision)
            // Only looks: each case is compared with the first.
            _ = try await translator([provider, spanish("second")], memory: memory()).translate(order)
            #expect(provider.calls.isEmpty != asks, "\(name)")
        }
    }

    @Test func `equal characters that are spelled in two ways are one text`() async throws {
        let provider = spanish { _ in "caf\u{E9}" }
        try await run(try order(#"{"a":"the caf\u00e9"}"#), [provider])
        try await run(try order(#"{"a":"the cafe\u0301"}"#), [provider])
        #expect(provider.calls.count == 1)
    }

    @Test func `what a person approved answers whatever the configuration, in any context`() async throws {
        try await approve("Save", "Guardar")
        try await approve("Save", "Ahorrar", context: "a bank")
        let provider = spanish()
        for (context, expected) in [("", "Guardar"), ("a menu", "Guardar"), ("a bank", "Ahorrar")] {
            let order = try order(#"{"a":"Save"}"#, context: context, fast: true)
            #expect(try await run(order, [provider]).texts == [expected])
        }
        #expect(provider.calls.isEmpty)
    }

    @Test(arguments: [
        (MemoryReuse.fingerprint, "NEW TEXT"), (.source, "OLD TEXT"), (.approved, "NEW TEXT"),
        (.none, "NEW TEXT"),
    ])
    func `an engine or a request says what may answer`(_ reuse: MemoryReuse, _ expected: String) async throws
    {
        let old = ScriptedProvider(pairs: [pair("en", "es")]) { _ in ["OLD TEXT"] }
        let new = ScriptedProvider(revision: "2", pairs: [pair("en", "es")]) { _ in ["NEW TEXT"] }
        try await run(try order(#"{"a":"a text"}"#), [old])
        var engine = engine(of: ["scripted"])
        let asked = try order(#"{"a":"a text"}"#, engine, options: MemoryOptions(reuse: reuse, store: false))
        #expect(try await run(asked, [new]).texts == [expected])
        engine.reuse = reuse
        let silent = try order(#"{"a":"a text"}"#, engine, options: MemoryOptions(store: false))
        #expect(try await run(silent, [new]).texts == [expected])
    }

    @Test func `nothing is used when nothing is to be, not even what a person approved`() async throws {
        try await approve("Save", "Guardar")
        let options = MemoryOptions(reuse: MemoryReuse.none)
        #expect(try await run(try order(#"{"a":"Save"}"#, options: options), [spanish()]).texts == ["SAVE"])
    }

    @Test func `a text is kept out when the request says so`() async throws {
        let translation = try await run(
            try order(#"{"a":"secret"}"#, options: MemoryOptions(store: false)), [spanish()])
        #expect(translation.texts == ["SECRET"] && translation.memories.isEmpty)
        #expect(try await remembered().isEmpty)
    }

    @Test func `an entry that does not pass the checks is not delivered`() async throws {
        try await approve("Hello {name}", "Hola {nombre}")
        let translation = try await run(try order(#"{"a":"Hello {name}"}"#), [spanish()])
        #expect(translation.texts == ["HELLO {name}"])
    }

    @Test func `what is to be said of an entry is said again`() async throws {
        let provider = spanish { _ in "Abrir" }
        let item = try GlossaryItem(sourceText: "file", targetText: "archivo")
        let glossary = GlossaryIndex([item], rules: makeLocaleRules())
        for _ in 0..<2 {
            let native = spanish(traits: ProviderTraits(terms: .native)) { _ in "Abrir" }
            let order = try order(#"{"a":"Open files"}"#, glossary: glossary)
            let translation = try await run(order, [native])
            #expect(translation.warnings.map(\.check) == ["terms"])
        }
        #expect(try await remembered().count == 1)
        #expect(provider.calls.isEmpty)
    }

    @Test func `a text that kept its source is not remembered`() async throws {
        let order = try order(#"{"a":"one","b":"two"}"#)
        let translation = try await run(order, [spanish { $0 == "two" ? "DOS" : "" }])
        #expect(translation.texts == ["one", "DOS"])
        #expect(try await remembered().map(\.source) == ["two"])
    }

    @Test func `a model that stood in is used while the first is out, and no longer`() async throws {
        let json = #"{"a":"one"}"#
        let both = engine(of: ["first", "second"])
        let out = failing("first", ProviderError(.unavailable, "away"))
        let second = spanish("second") { _ in "SEGUNDO" }
        try await run(try order(json, both), [out, second])
        #expect(try await remembered().map(\.origin) == [.stopgap])
        let again = try await run(try order(json, both), [out, second])
        #expect(again.texts == ["SEGUNDO"] && second.calls.count == 1 && out.calls.count == 2)
        let back = spanish("first") { _ in "PRIMERO" }
        #expect(try await run(try order(json, both), [back, second]).texts == ["PRIMERO"])
        #expect(try await run(try order(json, both), [back, second]).texts == ["PRIMERO"])
        #expect(back.calls.count == 1)
        #expect(try await remembered().map(\.target) == ["PRIMERO"])
        #expect(try await remembered().map { $0.model?.description } == ["first/m"])
    }

    @Test func `what the first model cannot do soundly is not asked again either`() async throws {
        let order = try order(#"{"a":"Hello {name}"}"#, engine(of: ["first", "second"]))
        let first = spanish("first") { _ in "" }
        let second = spanish("second")
        for _ in 0..<2 { #expect(try await run(order, [first, second]).texts == ["HELLO {name}"]) }
        #expect(first.calls.count == 1 && second.calls.count == 1)
    }

    @Test func `a memory that fails costs nobody a translation`() async throws {
        store.fail(with: .full)
        let translation = try await run(try order(#"{"a":"one"}"#), [spanish()])
        #expect(translation.texts == ["ONE"])
    }

    @Test func `a test engine's texts answer under its own configuration only`() async throws {
        let pairs = [ProviderPair(source: tag("en"), target: tag("es"), model: "m", quality: "test")]
        let test = ScriptedProvider(pairs: pairs) { call in call.segments.map { "[" + $0.text + "]" } }
        try await run(try order(#"{"a":"one"}"#), [test])
        let options = MemoryOptions(reuse: .source)
        let real = spanish("real")
        let order = try order(#"{"a":"one"}"#, engine(of: ["real"]), options: options)
        #expect(try await run(order, [real]).texts == ["ONE"])
        #expect(try await run(try self.order(#"{"a":"one"}"#), [test]).texts == ["[one]"])
        #expect(test.calls.count == 1)
    }

    @Test func `batches that an earlier attempt kept are remembered with the rest`() async throws {
        let order = try order(#"{"a":"one","b":"two"}"#)
        let model = ModelName(provider: "scripted", model: "m")
        let kept = BatchRecord(texts: [(unit: 0, text: "UNO")], model: model, usage: Usage(), unknownWords: 0)
        let translator = translator([spanish()], memory: memory())
        let half = try await translator.translate(order, kept: [kept])
        #expect(half.memories.map(\.target).sorted() == ["TWO", "UNO"])
        #expect(half.memories.map(\.origin) == [.machine, .machine])
        let rest = BatchRecord(texts: [(unit: 1, text: "DOS")], model: model, usage: Usage(), unknownWords: 0)
        let whole = try await translator.translate(order, kept: [kept, rest])
        #expect(whole.memories.map(\.target).sorted() == ["DOS", "UNO"])
    }

    @Test func `usage of a batch alone survives an end between remembering it and its result`() async throws {
        let order = try order(#"{"a":"one"}"#)
        let (memory, records) = (memory(), Locked<[BatchRecord]>([]))
        let counted = ScriptedGenerator { asked, _ in ScriptedGenerator.json(asked.texts) }
        let generator = PromptedProvider(
            counted, rules: makeLocaleRules(), configuration: PromptConfiguration())
        let spending = translator([generator], memory: memory)
        let first = try await spending.translate(order) { record, _ in records.withLock { $0.append(record) }
        }
        await memory.write(first.memories)
        let second = try await spending.translate(order, kept: records.withLock { $0 })
        #expect(first.usage != nil && second.usage == first.usage)
        #expect(counted.calls.count == 1)
    }

    @Test func `a job that runs again calls no engine`() async throws {
        let provider = spanish()
        let bench = try await Bench([provider])
        let json = #"{"a":"one {x}","b":{"c":"two"}}"#
        let first = try await bench.run(until: bench.submit(json, to: ["es"]))
        let second = try await bench.run(until: bench.submit(json, to: ["es"]))
        #expect(provider.calls.count == 1)
        #expect(try await bench.output(of: second[0]) == bench.output(of: first[0]))
        #expect(try await bench.steps(of: second[0])[0]["details"]?.object?["memory"] == .number("2"))
        let record = try #require(try await bench.store.job(second[0].id, of: bench.engine.organization))
        #expect(record.receipt?.new == 0 && record.receipt?.reused == 2)
        await bench.end()
    }

    @Test func `what calls made is written after them, and what finds no room is dropped`() async throws {
        let memory = memory(MemoryConfiguration(waiting: 2))
        let writer = MemoryWriter(memory)
        let translation = try await translator([spanish()], memory: memory)
            .translate(try order(#"{"a":"one","b":"two"}"#))
        writer.offer(translation.memories)
        let more = try await translator([spanish()], memory: memory).translate(try order(#"{"a":"three"}"#))
        writer.offer(more.memories)
        #expect(try await remembered().isEmpty)
        // A service that is stopped at once still writes what waits.
        await withTaskGroup { group in
            group.addTask { try? await writer.run() }
            group.cancelAll()
        }
        #expect(try await remembered().map(\.source).sorted() == ["one", "two"])
    }
}
