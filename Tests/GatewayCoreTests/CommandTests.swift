// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

/// What is wrong with a request is told by field and reason, and nothing of it is carried out.
@Suite struct CommandTests {
    private static let create: JSONObject = JSONObject([
        .init("sourceLocale", "en"), .init("targetLocales", ["de", "ja"]), .init("data", ["a": "b"]),
    ])

    private func field(_ body: JSONValue, limits: RequestLimits = RequestLimits()) -> String? {
        do throws(RequestError) {
            _ = try CreateLocalization(body, limits: limits)
            return nil
        } catch {
            guard case .invalid(let field, _) = error else { return "\(error)" }
            return field
        }
    }

    private func body(_ name: String, _ value: JSONValue?) -> JSONValue {
        var object = Self.create
        object.members.removeAll { $0.name == name }
        if let value { object.members.append(.init(name, value)) }
        return .object(object)
    }

    @Test func `a plain request is taken in the order of its targets`() throws {
        let command = try CreateLocalization(.object(Self.create), limits: RequestLimits())
        #expect(command.targets.map(\.spelling) == ["de", "ja"])
        #expect(command.engine == nil)
    }

    static let faults: [(name: String, value: JSONValue?, field: String)] = [
        ("sourceLocale", nil, "sourceLocale"), ("sourceLocale", nil, "sourceLocale"),
        ("sourceLocale", 3, "sourceLocale"),
        ("sourceLocale", .null, "sourceLocale"), ("sourceLocale", "pt_BR", "sourceLocale"),
        ("targetLocales", nil, "targetLocales"), ("targetLocales", "de", "targetLocales"),
        ("targetLocales", [], "targetLocales"), ("targetLocales", ["de", 1], "targetLocales[1]"),
        ("targetLocales", ["de", "DE"], "targetLocales[1]"),
        ("targetLocales", ["de", "x y"], "targetLocales[1]"),
        ("data", nil, "data"), ("data", [], "data"), ("data", [:], "data"), ("data", "x", "data"),
        ("hints", ["a"], "hints"), ("hints", ["a": "b"], "hints.a"), ("hints", ["a": [1]], "hints.a[0]"),
        ("context", 1, "context"), ("lockedKeys", "a", "lockedKeys"), ("lockedKeys", [""], "lockedKeys[0]"),
        ("callbackUrl", "http://a.example/", "callbackUrl"), ("callbackUrl", "/x", "callbackUrl"),
        ("callbackUrl", "https://u:p@a.example/", "callbackUrl"), ("callbackUrl", "https://", "callbackUrl"),
        ("callbackUrl", "https://a b/", "callbackUrl"), ("callbackUrl", 1, "callbackUrl"),
        ("idempotencyKey", "", "idempotencyKey"), ("idempotencyKey", 5, "idempotencyKey"),
        ("pipelineConfig", [], "pipelineConfig"), ("pipelineConfig", ["spell": true], "pipelineConfig.spell"),
        ("pipelineConfig", ["localization": true], "pipelineConfig.localization"),
        ("pipelineConfig", ["preEdit": 1], "pipelineConfig.preEdit"),
        ("pipelineConfig", ["preEdit": ["enabled": "yes"]], "pipelineConfig.preEdit.enabled"),
        ("pipelineConfig", ["humanEdit": ["provider": "me"]], "pipelineConfig.humanEdit.provider"),
        ("pipelineConfig", ["humanEdit": ["timeoutHours": 0]], "pipelineConfig.humanEdit.timeoutHours"),
        ("engineId", 1, "engineId"),
    ]

    @Test(arguments: faults.indices)
    func `a fault is told by its field`(_ row: Int) {
        let (name, value, expected) = Self.faults[row]
        #expect(field(body(name, value)) == expected)
    }

    @Test func `an engine's name that cannot be one is an engine that does not exist`() {
        #expect(throws: RequestError.notFound(entity: "Engine", id: "nope")) {
            try CreateLocalization(body("engineId", "nope"), limits: RequestLimits())
        }
    }

    @Test func `unknown fields are nobody's`() {
        #expect(field(body("triggerType", "cli")) == nil)
    }

    @Test func `limits are those of the configuration`() {
        #expect(
            field(body("targetLocales", ["de", "ja"]), limits: RequestLimits(targetLocales: 1))
                == "targetLocales")
        #expect(field(body("data", ["a": ["b": ["c": "d"]]]), limits: RequestLimits(depth: 2)) == "data")
        #expect(field(body("data", ["a": "x", "b": "y"]), limits: RequestLimits(leaves: 1)) == "data")
        #expect(field(body("context", "abc"), limits: RequestLimits(contextCharacters: 2)) == "context")
    }

    @Test func `a stage is on by a boolean or an object`() throws {
        let command = try CreateLocalization(
            body(
                "pipelineConfig",
                ["preEdit": true, "rephrase": ["enabled": true], "humanEdit": ["enabled": false]]),
            limits: RequestLimits())
        #expect(command.document.pipeline.enabled == [.preEdit, .rephrase])
    }

    @Test func `a document comes back from its bytes`() throws {
        let command = try CreateLocalization(
            try JSONValue(
                parsing:
                    #"{"sourceLocale":"en","targetLocales":["de"],"data":{"a":"b","n":1.50},"hints":{"a":["x"]},"#
                    + #""context":"c","lockedKeys":["id"],"pipelineConfig":{"preEdit":true}}"#),
            limits: RequestLimits())
        let again = try #require(SourceDocument(command.document.bytes))
        #expect(again.bytes == command.document.bytes)
        #expect(again.pipeline.enabled == [.preEdit])
    }

    @Test func `a document that was stored when stages could only be turned on is still read`() throws {
        let document = SourceDocument(Array(#"{"data":{"a":"b"},"stages":["preEdit","rephrase"]}"#.utf8))
        #expect(try #require(document).pipeline.enabled == [.preEdit, .rephrase])
    }

    @Test func `a stage that is turned off is not one that is left out`() throws {
        func made(_ pipeline: String) throws -> CreateLocalization {
            let json =
                #"{"sourceLocale":"en","targetLocales":["de"],"data":{"a":"b"},"pipelineConfig":\#(pipeline)}"#
            return try CreateLocalization(JSONValue(parsing: json), limits: RequestLimits())
        }
        let (off, absent) = try (made(#"{"preEdit":false}"#), made("{}"))
        #expect(off.fingerprintText != absent.fingerprintText)
        let again = try #require(SourceDocument(off.document.bytes))
        #expect(again.pipeline.over(PipelineConfig(enabled: [.preEdit])).enabled == [])
    }

    @Test func `what a request says makes its fingerprint, the idempotency key does not`() throws {
        let one = try CreateLocalization(body("idempotencyKey", "a"), limits: RequestLimits())
        let two = try CreateLocalization(body("idempotencyKey", "b"), limits: RequestLimits())
        let other = try CreateLocalization(body("context", "c"), limits: RequestLimits())
        let (ab, ba) = (body("data", ["a": "x", "b": "y"]), body("data", ["b": "y", "a": "x"]))
        #expect(
            try CreateLocalization(ab, limits: RequestLimits()).fingerprintText
                == CreateLocalization(ba, limits: RequestLimits()).fingerprintText)
        #expect(one.fingerprintText == two.fingerprintText)
        #expect(one.fingerprintText != other.fingerprintText)
    }

    @Test func `a synchronous call may leave its source to be recognized`() throws {
        let command = try Localize(
            ["sourceLocale": nil, "targetLocale": "es", "data": ["text": "Hi"], "params": ["fast": true]],
            limits: RequestLimits())
        #expect(command.source == nil)
        #expect(command.fast)
    }

    @Test func `a synchronous call may name its session`() throws {
        let body: JSONValue = ["targetLocale": "es", "data": ["text": "Hi"], "sessionId": "c1"]
        #expect(try Localize(body, limits: RequestLimits()).session == "c1")
        #expect {
            try Localize(
                ["targetLocale": "es", "data": ["text": "Hi"], "sessionId": 1], limits: RequestLimits())
        } throws: { "\($0)".contains("sessionId") }
        #expect {
            try Localize(
                [
                    "targetLocale": "es", "data": ["text": "Hi"],
                    "sessionId": .string(String(repeating: "x", count: 256)),
                ],
                limits: RequestLimits())
        } throws: { "\($0)".contains("sessionId") }
    }

    @Test func `a synchronous call that is too long is sent to the jobs`() {
        #expect {
            try Localize(
                ["targetLocale": "es", "data": ["text": "too long"]],
                limits: RequestLimits(synchronousCharacters: 3))
        } throws: { "\($0)".contains("/jobs/localization") }
    }

    @Test func `the legacy call names its fields in its own words`() {
        #expect {
            try Localize(
                legacy: ["locale": ["source": "en", "target": "x_y"], "data": ["a": "b"]],
                limits: RequestLimits())
        } throws: { error in
            guard case .invalid("locale.target", _)? = error as? RequestError else { return false }
            return true
        }
    }

    @Test func `an estimate sums the items of a locale`() throws {
        let estimate = try Estimate([
            "items": [
                ["targetLocale": "de", "sourceChars": .number("100.0")],
                ["targetLocale": "ja", "sourceChars": 1],
                ["targetLocale": "DE", "sourceChars": 300],
            ]
        ])
        #expect(estimate.items.map(\.sourceCharacters) == [400, 1])
    }

    @Test(
        arguments: [
            [:], ["items": []], ["items": [1]], ["items": [["targetLocale": "de", "sourceChars": -1]]],
            ["items": [["targetLocale": "de", "sourceChars": .number("1.5")]]],
            ["items": [["sourceChars": 1]]],
        ] as [JSONValue])
    func `an estimate of nonsense is refused`(_ body: JSONValue) {
        #expect(throws: RequestError.self) { try Estimate(body) }
    }
}

extension CreateLocalization {
    fileprivate init(_ body: JSONValue, limits: RequestLimits) throws(RequestError) {
        try self.init(body, limits: limits) { $0.hasPrefix("https://") ? nil : "must be an https URL" }
    }
}
