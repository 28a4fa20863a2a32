// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1))) struct GenerateTests {
    private func call(_ model: String = "m") -> GenerateCall {
        GenerateCall(
            model: model,
            messages: [
                PromptMessage(.system, "Translate.", isStable: true), PromptMessage(.user, "ü"),
                PromptMessage(.assistant, "u"),
            ], schema: (name: "answer", text: "{}"), maximumOutputTokens: 50, temperature: 0.5,
            deadline: .now + .seconds(60), priority: .job, seed: 9)
    }

    private func probe() throws -> Probe {
        try Probe("generates") { manifest in
            manifest.members[5].value = [["id": "generates", "revision": "1", "secrets": ["api_key"]]]
        }
    }

    @Test func `a prompt's parts reach the plugin, and its answer comes back`() async throws {
        let file = "/tmp/dragoman-secret-\(getpid())"
        try write(Array(" sk-123\n".utf8), to: file)
        defer { unlink(file) }
        let provider = try await probe().load(secrets: ["api_key": .file(file)]).only
        #expect(provider.generates)
        #expect(provider.traits.terms == .prompted)
        let reply = try await provider.generate(call())
        #expect(
            reply.text
                == "m|0s:Translate.|1:ü|2:u|answer={}|max 50|t 0.5|seed 9|left 1|secret 6 -1")
        #expect(reply.stop == .length)
        #expect(reply.usage == Usage(inputTokens: 100, outputTokens: 20, cachedInputTokens: 64))
        #expect(reply.model == "m")
    }

    @Test func `without a schema, a limit and a temperature the provider is told of none`() async throws {
        let provider = try await probe().load().only
        var bare = call()
        (bare.schema, bare.maximumOutputTokens, bare.temperature) = (nil, nil, nil)
        #expect(
            try await provider.generate(bare).text.hasSuffix("|=|max 0|t -1.0|seed 9|left 1|secret -1 -1"))
    }

    @Test func `other settings make another revision, for they may give other output`() async throws {
        func revision(_ settings: JSONObject) async throws -> String {
            try await probe().load(settings: settings).only.revision
        }
        let bare = try await revision(JSONObject())
        let warm = try await revision(JSONObject([.init("temperature", .number("1"))]))
        let hot = try await revision(JSONObject([.init("temperature", .number("2"))]))
        #expect(bare == "1")
        #expect(warm.hasPrefix("1+") && hot.hasPrefix("1+") && warm != hot)
    }

    @Test(arguments: [
        ("silent", "never handed over segment 0 of 1"), ("greedy", "used up what makes no sense"),
    ])
    func `an answer that breaks a promise is broken`(model: String, promise: String) async throws {
        let provider = try await probe().load().only
        let error = await #expect(throws: ProviderError.self) { try await provider.generate(call(model)) }
        #expect(error?.kind == .broken)
        #expect(error?.message.contains(promise) == true, "\(error?.message ?? "")")
    }

    @Test func `what generates is not given texts, and what translates no prompts`() async throws {
        let generator = try await probe().load().only
        #expect(await failure(of: generator, TranslateCall("a"))?.kind == .invalidInput)
        let translator = try await Probe("echo").load().only
        #expect(!translator.generates)
        let error = await #expect(throws: ProviderError.self) { try await translator.generate(call()) }
        #expect(error?.kind == .invalidInput)
    }

    @Test(arguments: [
        (
            ["api_key": SecretSource.environment("DRAGOMAN_TEST_NO_SUCH_VARIABLE")],
            "secrets.api_key: the environment has no DRAGOMAN_TEST_NO_SUCH_VARIABLE"
        ),
        (["api_key": .file("/nowhere/key")], "secrets.api_key: the file /nowhere/key cannot be read"),
        (["apikey": .environment("HOME")], "secrets.apikey is unknown; the provider asks for api_key"),
    ])
    func `a secret that cannot be had keeps the provider out, and the reason names it`(
        secrets: [String: SecretSource], reason: String
    ) async throws {
        let refusal = try await probe().load(secrets: secrets).refusal
        #expect(refusal?.hasPrefix(reason) == true, "\(refusal ?? "")")
    }

    @Test func `an engine with glossaries of its own is told of terms, neighbours and instructions`()
        async throws
    {
        let provider = try await Probe("native_terms").load().only
        #expect(provider.traits.terms == .native)
        var call = TranslateCall("the cat")
        call.segments[0].before = "One."
        call.segments[0].after = "Two."
        call.terms = [SegmentTerm(source: "cat", target: "Katze", segment: 0, range: 4..<7)]
        call.instructions = ["Be brief."]
        #expect(try await provider.translate(call).texts == ["One.<the cat>Two.|cat=Katze 0:4+3|Be brief."])
    }
}
