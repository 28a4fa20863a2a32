// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct ComparisonTests {
    private let store = FakeStore()
    private let principal = Principal(
        organization: engine(of: []).organization, key: KeyID(unchecked: "key_1"), user: nil, email: "a@b")

    private func localizer(_ providers: [any Provider], _ names: [String]? = nil) -> SynchronousLocalizer {
        store.add(engine(of: names ?? providers.map(\.name)))
        let rules = makeLocaleRules()
        return SynchronousLocalizer(
            store: store, translator: translator(providers),
            glossaries: GlossaryCache(store: store, rules: rules, logger: quiet), recognizer: nil,
            rules: rules, configuration: WorkConfiguration())
    }

    private func compare(_ localizer: SynchronousLocalizer, _ members: String = "") async throws -> Comparison
    {
        let json =
            #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"Hello {x}","b":["two"]}\#(members)}"#
        let command = try Compare(try JSONValue(parsing: json), limits: RequestLimits())
        return try await localizer.compare(
            command, as: ComparisonID(unchecked: "cmp_1"), for: principal, each: { _ in })
    }

    @Test func `every model of the engine makes its own translation, and one that fails holds nobody up`()
        async throws
    {
        let bad = failing("bad", ProviderError(.unavailable, "no network"))
        let comparison = try await compare(
            localizer([spanish("one"), bad, spanish("two") { $0.lowercased() }]))
        #expect(comparison.candidates.map { $0.model.description } == ["one/m", "bad/m", "two/m"])
        #expect(comparison.candidates.map(\.number) == [1, 2, 3])
        #expect(comparison.candidates[0].content?["a"] == "HELLO {x}")
        #expect(comparison.candidates[1].content == nil)
        #expect(comparison.candidates[1].error?.contains("no network") == true)
        #expect(comparison.candidates[0].agreement != nil && comparison.candidates[1].agreement == nil)
        #expect(comparison.candidates[0].fingerprint != comparison.candidates[2].fingerprint)
        #expect(comparison.characters == 12)
        #expect(try await store.comparison(comparison.id, of: principal.organization) == comparison)
    }

    @Test
    func `a text that no model translates soundly is no translation, and its source is not taken for one`()
        async throws
    {
        let comparison = try await compare(localizer([spanish("one"), spanish("empty") { _ in "" }]))
        #expect(comparison.candidates[1].content == nil && comparison.candidates[1].error != nil)
    }

    @Test func `each candidate is told as it is done, under the number that it keeps`() async throws {
        let first = Locked(false)
        let slow = ScriptedProvider(name: "slow", pairs: [pair("en", "es")]) { call in
            while !first.withLock({ $0 }) { await Task.yield() }
            return call.segments.map { $0.text.uppercased() }
        }
        let told = Locked<[ComparisonCandidate]>([])
        let command = try Compare(
            JSONValue(
                parsing: #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"Hello"},"blind":true}"#),
            limits: RequestLimits())
        let comparison = try await localizer([slow, spanish("quick")]).compare(
            command, as: ComparisonID(unchecked: "cmp_1"), for: principal
        ) { candidate in
            told.withLock { $0.append(candidate) }
            first.withLock { $0 = true }
        }
        let candidates = told.withLock { $0 }
        #expect(candidates.map(\.model.provider) == ["quick", "slow"])
        for candidate in candidates {
            #expect(comparison.candidates.first { $0.model == candidate.model }?.number == candidate.number)
        }
    }

    @Test func `candidates work at the same time`() async throws {
        let waiting = Locked(0)
        func slow(_ name: String) -> ScriptedProvider {
            ScriptedProvider(name: name, pairs: [pair("en", "es")]) { call in
                waiting.withLock { $0 += 1 }
                // Each waits until all are there.
                while waiting.withLock({ $0 }) < 5 { await Task.yield() }
                return call.segments.map { $0.text.uppercased() }
            }
        }
        let names = ["a", "b", "c", "d", "e"]
        let comparison = try await compare(localizer(names.map { slow($0) }))
        #expect(comparison.candidates.allSatisfy { $0.error == nil })
    }

    @Test func `named models are compared, whatever the engine has, and an unknown one is a mistake`()
        async throws
    {
        let work = localizer([spanish("one"), spanish("two")], ["one"])
        let comparison = try await compare(work, #","models":["two/m"]"#)
        #expect(comparison.candidates.map { $0.model.description } == ["two/m"])
        await #expect {
            try await compare(work, #","models":["two/m","three/m"]"#)
        } throws: { error in
            guard case .invalid(let field, _)? = error as? RequestError else { return false }
            return field == "models[1]"
        }
    }

    @Test func `a choice is kept with its edit's distance, and a rater has one`() async throws {
        let work = localizer([spanish("one"), spanish("two")])
        let comparison = try await compare(work)
        func choose(_ json: String) async throws -> Comparison {
            try await work.choose(
                ChooseCandidate(try JSONValue(parsing: json)), in: comparison.id, for: principal)
        }
        let first = try await choose(#"{"candidate":1,"edit":{"a":"HELLO {x}!","b":["TWO"]}}"#)
        #expect(first.choices.map(\.rater) == ["key_1"])
        #expect(first.choices[0].editDistance.map { abs($0 - 1.0 / 13) < 1e-9 } == true)
        let second = try await choose(#"{"candidate":null}"#)
        #expect(second.choices.count == 1 && second.choices[0].candidate == nil)
        #expect(try await choose(#"{"candidate":2,"rater":"Ana"}"#).choices.count == 2)
        let scorecard = try await work.scorecard(of: engine(of: []).id, for: principal)
        #expect(scorecard.pairs[0].choices == 2 && scorecard.pairs[0].rows[0].model.provider == "two")
        for (json, field) in [
            (#"{"candidate":3}"#, "candidate"), (#"{"candidate":1,"edit":{"a":"x"}}"#, "edit"),
            ("{}", "candidate"),
            (#"{"candidate":null,"edit":{}}"#, "edit"), (#"{"candidate":"a"}"#, "candidate"),
        ] {
            await #expect {
                try await choose(json)
            } throws: { error in
                guard case .invalid(let found, _)? = error as? RequestError else { return false }
                return found == field
            }
        }
    }

    /// Compares `one` and `two`, the engine's order, and has raters choose the second.
    private func decided(_ work: SynchronousLocalizer, raters: Range<Int>) async throws {
        if try await store.comparison(ComparisonID(unchecked: "cmp_1"), of: principal.organization) == nil {
            _ = try await compare(work)
        }
        for rater in raters {
            let choice = #"{"candidate":2,"rater":"r\#(rater)"}"#
            _ = try await work.choose(
                ChooseCandidate(try JSONValue(parsing: choice)), in: ComparisonID(unchecked: "cmp_1"),
                for: principal)
        }
    }

    private func pending() throws -> [Suggestion] {
        try store.suggestions(
            SuggestionQuery(engine: engine(of: []).id, status: .pending), of: principal.organization)
    }

    @Test func `choices that decide it propose another order of the models, with the numbers behind it`()
        async throws
    {
        let work = localizer([spanish("one"), spanish("two")])
        try await decided(work, raters: 0..<9)
        #expect(try pending() == [])
        try await decided(work, raters: 9..<11)
        let made = try #require(try pending().first)
        #expect(try pending().count == 1)
        #expect(made.target == .modelConfig && made.origin == .comparisons)
        #expect(made.current?["models"] == ["one/m", "two/m"])
        #expect(made.proposed?["models"] == ["two/m", "one/m"])
        #expect(made.proposed?["targetLocale"]?.string == "es")
        #expect(made.evidence?["choices"] == 11)
        #expect(made.reason.contains("two/m won 11 of 11 duels in 11 choices"))
    }

    @Test func `what was dismissed is proposed again when there are twice the choices`() async throws {
        let work = localizer([spanish("one"), spanish("two")])
        try await decided(work, raters: 0..<10)
        let made = try #require(try pending().first)
        _ = try await store.resolve(
            made.id, of: made.engine, in: principal.organization, .dismiss, by: .operator,
            identifiers: IdentifierSource(), glossaryLimit: 9, at: Timestamp(milliseconds: 1))
        try await decided(work, raters: 10..<19)
        #expect(try pending() == [])
        try await decided(work, raters: 19..<20)
        #expect(try pending().count == 1)
    }

    @Test func `nothing is proposed when the first is first already`() async throws {
        let work = localizer([spanish("two"), spanish("one")])
        _ = try await compare(work)
        for rater in 0..<12 {
            let choice = #"{"candidate":1,"rater":"r\#(rater)"}"#
            _ = try await work.choose(
                ChooseCandidate(try JSONValue(parsing: choice)), in: ComparisonID(unchecked: "cmp_1"),
                for: principal)
        }
        #expect(try pending() == [])
    }
}
