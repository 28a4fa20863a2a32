// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Create" and "Pipeline".
@Suite struct JobCreationTests {
    private static let body = #"{"sourceLocale":"en","targetLocales":["de","ja"],"data":{"cta":"Buy now"}}"#

    /// The body with one member set, or taken out.
    private static func body(_ field: String, _ value: String?) -> String {
        var fields = ["sourceLocale": "\"en\"", "targetLocales": #"["de"]"#, "data": #"{"a":"b"}"#]
        fields[field] = value
        return "{" + fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    @Test func `a group is accepted with one queued job for each target, in order`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/jobs/localization", Self.body)
            let group = try #require(gateway.store.created.first)
            let expected =
                #"{"groupId":"\#(group.id)","status":"pending","jobs":["#
                + #"{"id":"\#(group.jobs[0].id)","targetLocale":"de","status":"queued"},"#
                + #"{"id":"\#(group.jobs[1].id)","targetLocale":"ja","status":"queued"}],"#
                + #""createdAt":"2026-01-05T09:30:00.000Z"}"#
            #expect(response.status == 202)
            #expect(response.text == expected)
            #expect(group.engine == Gateway.engine && group.organization == Gateway.organization)
            #expect(group.document == Array(#"{"data":{"cta":"Buy now"}}"#.utf8))
        }
    }

    @Test(
        arguments: [
            ("sourceLocale", nil), ("sourceLocale", "null"), ("sourceLocale", "\"pt_BR\""),
            ("targetLocales", nil),
            ("targetLocales", "\"de\""), ("targetLocales", "[]"), ("targetLocales", "[1]"),
            ("targetLocales", #"["de","DE"]"#), ("targetLocales", #"["de",""]"#), ("data", nil),
            ("data", "{}"),
            ("data", "[]"), ("context", "1"), ("hints", "[]"), ("callbackUrl", "1"), ("callbackUrl", "\"\""),
            ("callbackUrl", "\"http://shop.example\""), ("callbackUrl", "\"https://\""),
            ("callbackUrl", "\"https://ana:pw@shop.example\""),
            ("callbackUrl", "\"https://shop.example/a b\""),
            ("idempotencyKey", "\"\""), ("idempotencyKey", "1"), ("engineId", "1"), ("lockedKeys", "\"a\""),
            ("lockedKeys", "[\"\"]"), ("pipelineConfig", "[]"), ("pipelineConfig", #"{"unknown":true}"#),
            ("pipelineConfig", #"{"localization":false}"#), ("pipelineConfig", #"{"rephrase":1}"#),
            ("pipelineConfig", #"{"rephrase":{"enabled":"yes"}}"#),
            ("pipelineConfig", #"{"humanEdit":{"timeoutHours":0}}"#),
            ("pipelineConfig", #"{"humanEdit":{"provider":"x"}}"#),
        ] as [(String, String?)])
    func `a wrong field is named, and nothing is made`(field: String, value: String?) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/jobs/localization", Self.body(field, value))
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix(field) == true, "\(response.text)")
            #expect(gateway.store.created.isEmpty)
        }
    }

    @Test func `a group has at most 100 targets`() async throws {
        try await withGateway { gateway async throws in
            let locales = (0..<101).map { "\"de-x-\($0)\"" }
            let most = "[" + locales.dropLast().joined(separator: ",") + "]"
            #expect(
                try await gateway.call("POST", "/jobs/localization", Self.body("targetLocales", most)).status
                    == 202)
            let more = "[" + locales.joined(separator: ",") + "]"
            let response = try await gateway.call(
                "POST", "/jobs/localization", Self.body("targetLocales", more))
            #expect(response.status == 400)
            #expect(try response.member("message") == "targetLocales must hold between 1 and 100 locales")
        }
    }

    @Test(arguments: ["eng_0000000000000002", "eng_unknown", "nothing"])
    func `an engine of another organization does not exist`(engine: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/jobs/localization", Self.body("engineId", "\"\(engine)\""))
            #expect(response.status == 404)
            #expect(try response.member("id") == engine)
        }
    }

    @Test func `optional stages may be asked for as booleans or objects`() async throws {
        try await withGateway { gateway async throws in
            let config =
                #"{"preEdit":true,"rephrase":{"enabled":true,"new":1},"backTranslation":false,"#
                + #""humanEdit":{"enabled":false,"provider":"internal","timeoutHours":0.01}}"#
            let response = try await gateway.call(
                "POST", "/jobs/localization", Self.body("pipelineConfig", config))
            #expect(response.status == 202)
            let document = try #require(gateway.store.created.first.flatMap { SourceDocument($0.document) })
            #expect(document.pipeline.enabled == [.preEdit, .rephrase])
        }
    }

    @Test func `a repeat under the same idempotency key finds the first group as it is now`() async throws {
        try await withGateway { gateway async throws in
            let body = String(Self.body.dropLast()) + #","idempotencyKey":"order-1"}"#
            let first = try await gateway.call("POST", "/jobs/localization", body)
            let group = try #require(gateway.store.created.first)
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            // The order of members and unknown ones make no difference.
            let same =
                #"{"idempotencyKey":"order-1","new":1,"data":{"cta":"Buy now"},"targetLocales":["de","JA"],"#
                + #""sourceLocale":"en"}"#
            for body in [body, same] {
                let response = try await gateway.call("POST", "/jobs/localization", body)
                #expect(response.status == 202)
                #expect(try response.member("groupId") == group.id.text)
                #expect(try response.member("status") == "processing")
                let statuses = try response.json.object?["jobs"]?.array?.map { $0.object?["status"]?.string }
                #expect(statuses == ["completed", "queued"])
                #expect(try response.member("createdAt") == first.member("createdAt"))
            }
            #expect(gateway.store.created.count == 1)
        }
    }

    @Test func `an idempotency key stands for one request, and for one organization`() async throws {
        try await withGateway { gateway async throws in
            let body = String(Self.body.dropLast()) + #","idempotencyKey":"order-1"}"#
            _ = try await gateway.call("POST", "/jobs/localization", body)
            let other = body.replacing("Buy now", with: "Buy later")
            let response = try await gateway.call("POST", "/jobs/localization", other)
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix("idempotencyKey") == true)
            let foreign = try await gateway.call("POST", "/jobs/localization", other, key: Gateway.otherKey)
            #expect(foreign.status == 202)
        }
    }

    @Test func `a full store is a 500 that says so`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            gateway.store.fail(with: .full)
            try await client.send(gateway.request("POST", "/jobs/localization", Self.body))
            let response = try await client.response()
            #expect(response.status == 500)
            #expect(try response.member("message") == "The gateway's storage is full.")
        }
    }
}
