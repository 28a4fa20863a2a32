// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct RouterTests {
    private func provider(_ name: String, _ pairs: [ProviderPair]) -> ScriptedProvider {
        ScriptedProvider(name: name, pairs: pairs) { _ in [] }
    }

    private func models(
        _ providers: [any Provider], _ engine: Engine, _ source: String, _ target: String
    ) async throws -> [String] {
        let router = Router(providers: providers, rules: makeLocaleRules())
        return try await router.routing(for: engine, source: tag(source), target: tag(target)).routes.map {
            "\($0.name) \($0.source)-\($0.target)"
        }
    }

    @Test func `an exact locale goes before any, the target before the source, then the rank decides`()
        async throws
    {
        let any = provider(
            "p", [pair(nil, nil, "a"), pair(nil, nil, "b"), pair(nil, nil, "c"), pair(nil, nil, "d")])
        let configured = engine([
            ModelConfig(name: ModelName(provider: "p", model: "a"), rank: 1),
            ModelConfig(source: tag("en"), name: ModelName(provider: "p", model: "b"), rank: 1),
            ModelConfig(target: tag("es"), name: ModelName(provider: "p", model: "c"), rank: 1),
            ModelConfig(
                source: tag("en"), target: tag("es"), name: ModelName(provider: "p", model: "d"), rank: 9),
            ModelConfig(target: tag("es"), name: ModelName(provider: "p", model: "a"), rank: 2),
        ])
        let names = try await models([any], configured, "en", "es").map { $0.prefix(3) }
        #expect(names == ["p/d", "p/c", "p/a", "p/b", "p/a"])
    }

    @Test func `an entry for a language serves its regions, below an exact one`() async throws {
        let any = provider("p", [pair(nil, nil, "a"), pair(nil, nil, "b")])
        let configured = engine([
            ModelConfig(target: tag("pt"), name: ModelName(provider: "p", model: "a"), rank: 1),
            ModelConfig(target: tag("pt-BR"), name: ModelName(provider: "p", model: "b"), rank: 2),
        ])
        #expect(try await models([any], configured, "en", "pt-BR").map { $0.prefix(3) } == ["p/b", "p/a"])
    }

    @Test(arguments: [
        ("es-AR", "en-GB", "p/m es-en"), ("es-419", "en", "p/m es-en"), ("en", "pt-PT", "p/m en-pt"),
        ("en", "pt-BR", "p/m en-pt-BR"), ("EN-us", "PT-br", "p/m en-pt-BR"), ("no", "da", "p/m nb-da"),
    ])
    func `a requested locale is served by the nearest there is`(
        _ source: String, _ target: String, _ expected: String
    ) async throws {
        let some = provider("p", [pair("es", "en"), pair("en", "pt"), pair("en", "pt-BR"), pair("nb", "da")])
        #expect(try await models([some], engine(of: ["p"]), source, target) == [expected])
    }

    @Test func `a pseudo-locale stands for nothing but itself`() async throws {
        let pseudo = provider("pseudo", [pair(nil, "en-XA")])
        let real = provider("real", [pair("es", "en")])
        let configured = engine(of: ["real", "pseudo"])
        #expect(try await models([pseudo, real], configured, "es", "en-XA") == ["pseudo/m es-en-XA"])
        #expect(try await models([pseudo, real], configured, "es", "en") == ["real/m es-en"])
        await #expect(throws: UnsupportedPair.self) {
            try await models([pseudo], engine(of: ["pseudo"]), "es", "en-XB")
        }
    }

    @Test func `pairs that are used by name only are used by name only`() async throws {
        var byName = pair(nil, nil, "any")
        byName.byNameOnly = true
        let some = provider("p", [byName])
        await #expect(throws: UnsupportedPair.self) {
            try await models([some], engine(of: ["p"]), "en", "de")
        }
        let named = engine([ModelConfig(name: ModelName(provider: "p", model: "any"), rank: 1)])
        #expect(try await models([some], named, "en", "de") == ["p/any en-de"])
    }

    @Test func `a pair that nobody has fails with what was tried and what is near`() async throws {
        var refused = pair("en", "sr")
        refused.refused = "its dictionary is missing"
        let some = provider("p", [pair("en", "es"), pair("fr", "de"), refused])
        let configured = engine([
            ModelConfig(name: ModelName(provider: "p", model: "*"), rank: 1),
            ModelConfig(name: ModelName(provider: "gone", model: "*"), rank: 2),
            ModelConfig(target: tag("sr"), name: ModelName(provider: "p", model: "m"), rank: 3),
        ])
        await #expect {
            try await models([some], configured, "en", "sr")
        } throws: { error in
            guard let reason = (error as? UnsupportedPair)?.reason else { return false }
            return reason.contains("en to sr") && reason.contains("gone/* (the provider is not loaded)")
                && reason.contains("dictionary is missing") && reason.contains("en to es")
        }
    }

    @Test func `coverage lists what the engine serves, the first entry of a pair alone`() async throws {
        let one = provider("one", [pair("en", "es"), pair("en", "ca")])
        let two = provider("two", [pair("en", "es"), pair(nil, "en-XA")])
        let router = Router(providers: [one, two], rules: makeLocaleRules())
        let rows = await router.coverage(of: engine(of: ["one", "two"]))
        #expect(
            rows.map { "\($0.source?.spelling ?? "*")-\($0.target?.spelling ?? "*") \($0.name)" }
                == ["*-en-XA two/m", "en-ca one/m", "en-es one/m"])
    }
}
