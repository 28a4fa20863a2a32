// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Engines".
@Suite struct EngineTests {
    private static let stamps =
        #""version":1,"createdAt":"2026-01-05T09:30:00.000Z","updatedAt":"2026-01-05T09:30:00.000Z"}"#

    @Test func `an engine is made, read, listed, changed and deleted`() async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call(
                "POST", "/engines",
                #"{"name":"Shop","description":"Of the shop","sourceLocales":["en"],"targetLocales":["de","pt-BR"]}"#
            )
            #expect(made.status == 201)
            let id = try #require(try made.member("id"))
            let organization = try await gateway.call("POST", "/whoami", "{}").member("organizationId") ?? ""
            #expect(
                made.text
                    == #"{"id":"\#(id)","ownerOrganizationId":"\#(organization)","name":"Shop","#
                    + #""description":"Of the shop","sourceLocales":["en"],"targetLocales":["de","pt-BR"],"#
                    + #""isDefault":false,"onUnverifiable":"source","memoryReuse":"fingerprint","#
                    + #""pivotLocales":[],"challenger":null,"pipelineConfig":{},"provisioned":[],"#
                    + Self.stamps)
            #expect(try await gateway.call("GET", "/engines/\(id)").text == made.text)
            let list = try await gateway.call("GET", "/engines?limit=1")
            #expect(list.text.hasPrefix(#"{"items":[\#(made.text)],"nextCursor":""#))
            let changed = try await gateway.call(
                "PUT", "/engines/\(id)", #"{"description":null,"targetLocales":[],"onUnverifiable":"fail"}"#)
            #expect(changed.status == 200)
            #expect(try changed.member("name") == "Shop")
            #expect(try changed.json.object?["description"] == .null)
            #expect(try changed.member("onUnverifiable") == "fail")
            #expect(try changed.json.object?["version"] == .number("2"))
            #expect(try await gateway.call("DELETE", "/engines/\(id)").text == #"{"id":"\#(id)"}"#)
            #expect(try await gateway.call("GET", "/engines/\(id)").status == 404)
        }
    }

    @Test func `an engine names a challenger, keeps it when a change does not speak of it, and gives it up`()
        async throws
    {
        try await withGateway { gateway async throws in
            let challenger = #"{"provider":"pseudo","model":"accent","share":0.25,"dailyBudget":0}"#
            func put(_ body: String) async throws -> WireResponse {
                try await gateway.call("PUT", "/engines/\(Gateway.engine)", body)
            }
            let named = try await put(#"{"challenger":\#(challenger)}"#)
            #expect(try named.json.object?["challenger"] == JSONValue(parsing: challenger))
            #expect(try named.json.object?["version"] == .number("2"))
            #expect(try await put(#"{"name":"Shop"}"#).json.object?["challenger"]?.object != nil)
            #expect(try await put(#"{"challenger":null}"#).json.object?["challenger"] == .null)
        }
    }

    @Test(arguments: [
        (#"[]"#, "challenger the body must be a JSON object"),
        (#"{"model":"m","share":1,"dailyBudget":1}"#, "challenger.provider is missing"),
        (#"{"provider":"a/b","model":"m","share":1,"dailyBudget":1}"#, "challenger.provider must be"),
        (#"{"provider":"a","share":1,"dailyBudget":1}"#, "challenger.model is missing"),
        (#"{"provider":"a","model":"m","dailyBudget":1}"#, "challenger.share is missing"),
        (#"{"provider":"a","model":"m","share":0,"dailyBudget":1}"#, "challenger.share must be above 0"),
        (#"{"provider":"a","model":"m","share":1.1,"dailyBudget":1}"#, "challenger.share must be a number"),
        (#"{"provider":"a","model":"m","share":1}"#, "challenger.dailyBudget is missing"),
        (#"{"provider":"a","model":"m","share":1,"dailyBudget":-1}"#, "challenger.dailyBudget must be"),
        (
            #"{"provider":"a","model":"m","share":1,"dailyBudget":1,"budget":1}"#,
            "challenger.budget is no member"
        ),
    ]) func `a challenger that is not right is refused, and nothing is changed`(
        challenger: String, message: String
    ) async throws {
        try await withGateway { gateway async throws in
            let path = "/engines/\(Gateway.engine)"
            let refused = try await gateway.call("PUT", path, #"{"name":"x","challenger":\#(challenger)}"#)
            #expect(refused.status == 400)
            #expect(try refused.member("message")?.contains(message) == true, "\(refused.text)")
            #expect(try await gateway.call("GET", path).json.object?["version"] == .number("1"))
        }
    }

    @Test func `a job goes through the stages of its engine, but for those that it speaks of itself`()
        async throws
    {
        try await withGateway { gateway async throws in
            let stages =
                #"{"preEdit":true,"humanEdit":{"enabled":true,"provider":"external","timeoutHours":48}}"#
            let path = "/engines/\(Gateway.engine)"
            let put = try await gateway.call("PUT", path, #"{"pipelineConfig":\#(stages)}"#)
            #expect(
                put.text.contains(
                    #""pipelineConfig":{"preEdit":{"enabled":true},"humanEdit":{"enabled":true,"provider":"external","timeoutHours":48}}"#
                ))
            let wrong = try await gateway.call("PUT", path, #"{"pipelineConfig":{"spell":true}}"#)
            #expect(try wrong.member("message")?.hasPrefix("pipelineConfig.spell is not a stage") == true)
            func create(_ members: String) async throws -> (group: String?, stages: Set<Stage>?) {
                let body = #"{"sourceLocale":"en","targetLocales":["de"],"data":{"a":"b"}\#(members)}"#
                let made = try await gateway.call("POST", "/jobs/localization", body)
                #expect(made.status == 202)
                let document = gateway.store.created.last.flatMap { SourceDocument($0.document) }
                return (try made.member("groupId"), document?.pipeline.enabled)
            }
            let first = try await create(#","idempotencyKey":"k""#)
            #expect(first.stages == [.preEdit, .humanEdit])
            let own = try await create(#","pipelineConfig":{"preEdit":false,"rephrase":true}"#)
            #expect(own.stages == [.humanEdit, .rephrase])
            // A repeat is the same request, whatever the engine has become.
            _ = try await gateway.call("PUT", path, #"{"pipelineConfig":{"rephrase":true}}"#)
            #expect(try await create(#","idempotencyKey":"k""#).group == first.group)
            #expect(
                try await gateway.call("PUT", path, #"{"pipelineConfig":null}"#).text.contains(
                    #""pipelineConfig":{}"#))
        }
    }

    @Test func `a new engine begins with the models of the default one`() async throws {
        try await withGateway { gateway async throws in
            for model in ["accent", "bracket"] {
                _ = try await gateway.call(
                    "POST", "/model-configs",
                    #"{"provider":"\#(model)","model":"*","targetLocale":"\#(model == "accent" ? "de" : "fr")"}"#
                )
            }
            let id = try await gateway.call("POST", "/engines", #"{"name":"Shop"}"#).member("id") ?? ""
            let own = try await gateway.call("GET", "/model-configs?ownerEngineId=\(id)")
            let defaults = try await gateway.call("GET", "/model-configs")
            func names(_ answer: WireResponse) throws -> [String?] {
                try answer.json.object?["items"]?.array?.map { $0.object?["provider"]?.string } ?? []
            }
            #expect(try !names(own).isEmpty)
            #expect(try names(own) == names(defaults))
            #expect(own.text != defaults.text)
        }
    }

    @Test(arguments: [
        (
            "/model-configs", #"{"provider":"pseudo","model":"accent","sourceLocale":"en","rank":3}"#,
            #"{"rank":4}"#, "ModelConfig"
        ),
        (
            "/instructions", #"{"name":"address","targetLocale":"de","text":"Use Sie."}"#,
            #"{"text":"Use du."}"#, "Instruction"
        ),
        ("/brand-voices", #"{"targetLocale":"de","text":"Warm."}"#, #"{"text":"Cool."}"#, "BrandVoice"),
    ]) func `what an engine owns is made, read, listed, changed and deleted`(
        path: String, body: String, change: String, entity: String
    ) async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call("POST", path, body)
            #expect(made.status == 201)
            #expect(try made.member("ownerEngineId") == Gateway.engine.text)
            let id = try #require(try made.member("id"))
            #expect(try await gateway.call("GET", "\(path)/\(id)").text == made.text)
            let list = try await gateway.call("GET", "\(path)?ownerEngineId=\(Gateway.engine)&limit=1")
            #expect(list.text.hasPrefix(#"{"items":[\#(made.text)],"#))
            let changed = try await gateway.call("PUT", "\(path)/\(id)", change)
            #expect(changed.status == 200)
            #expect(try changed.json.object?["version"] == .number("2"))
            #expect(try await gateway.call("GET", "\(path)/\(id)").text == changed.text)
            #expect(try await gateway.call("DELETE", "\(path)/\(id)").text == #"{"id":"\#(id)"}"#)
            for method in ["GET", "PUT", "DELETE"] {
                let gone = try await gateway.call(method, "\(path)/\(id)", method == "PUT" ? change : nil)
                #expect(gone.status == 404)
                #expect(try gone.member("entityType") == entity)
            }
        }
    }

    @Test(
        arguments: [
            ("POST", "/engines", "{}", "name is missing"),
            ("POST", "/engines", #"{"name":" "}"#, "name is blank"),
            ("POST", "/engines", #"{"name":"a","sourceLocales":["en","pt_BR"]}"#, "sourceLocales[1] "),
            (
                "POST", "/engines", #"{"name":"a","onUnverifiable":"drop"}"#,
                "onUnverifiable must be one of source, fail"
            ),
            (
                "PUT", "/engines/\(Gateway.engine)", #"{"version":7}"#,
                "version is 7, but the present one is 1"
            ),
            ("PUT", "/engines/\(Gateway.engine)", #"{"version":"1"}"#, "version must be an integer"),
            ("PUT", "/engines/\(Gateway.engine)", #"{"isDefault":false}"#, "isDefault cannot be taken away"),
            ("DELETE", "/engines/\(Gateway.engine)", nil, "The engine is the organization's default"),
            ("POST", "/model-configs", #"{"model":"x"}"#, "provider is missing"),
            (
                "POST", "/model-configs", #"{"provider":"a/b","model":"x"}"#,
                "provider must be a provider's name, without a slash"
            ),
            (
                "POST", "/model-configs", #"{"provider":"a","model":"x","rank":0}"#,
                "rank must be an integer from 1"
            ),
            ("POST", "/instructions", #"{"name":"a"}"#, "text is missing"),
            (
                "POST", "/instructions", #"{"name":"a","text":"b","targetLocale":"de_DE"}"#,
                "targetLocale \"de_DE\""
            ),
            ("POST", "/brand-voices", #"{"targetLocale":"*","text":"b"}"#, "targetLocale must be a locale"),
            ("GET", "/engines?cursor=..", nil, "cursor must be the nextCursor"),
            ("GET", "/audit?cursor=-1", nil, "cursor must be the nextCursor"),
        ] as [(String, String, String?, String)])
    func `what makes no sense is refused by the name of its field`(
        method: String, path: String, body: String?, message: String
    ) async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call(method, path, body)
            #expect(answer.status == 400)
            #expect(try answer.member("message")?.hasPrefix(message) == true, "\(answer.text)")
        }
    }

    @Test func `two models of equal rank for a pair clash`() async throws {
        try await withGateway { gateway async throws in
            let body = #"{"provider":"pseudo","model":"accent","targetLocale":"de","rank":3}"#
            let first = try await gateway.call("POST", "/model-configs", body).member("id") ?? ""
            let clash = try await gateway.call("POST", "/model-configs", body)
            #expect(clash.status == 400)
            #expect(try clash.member("message")?.hasPrefix("rank clashes with \(first)") == true)
            let other = try await gateway.call(
                "POST", "/model-configs", #"{"provider":"a","model":"b","targetLocale":"de","rank":4}"#)
            #expect(other.status == 201)
            let id = try other.member("id") ?? ""
            #expect(try await gateway.call("PUT", "/model-configs/\(id)", #"{"rank":3}"#).status == 400)
        }
    }

    @Test func `a second voice for a locale takes the place of the first`() async throws {
        try await withGateway { gateway async throws in
            let first = try await gateway.call("POST", "/brand-voices", #"{"targetLocale":"de","text":"a"}"#)
            let second = try await gateway.call("POST", "/brand-voices", #"{"targetLocale":"DE","text":"b"}"#)
            #expect(second.status == 201)
            #expect(try second.member("id") == first.member("id"))
            #expect(try second.member("text") == "b")
        }
    }

    @Test func `a model that nobody provides is stored, with a warning`() async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call(
                "POST", "/model-configs", #"{"provider":"unknown","model":"x","rank":9}"#)
            #expect(answer.status == 201)
            #expect(
                try answer.json.object?["warnings"] == .array([.string("No provider is named unknown.")]))
        }
    }

    @Test func `another organization's things do not exist`() async throws {
        try await withGateway { gateway async throws in
            for method in ["GET", "PUT", "DELETE"] {
                let answer = try await gateway.call(
                    method, "/engines/\(Gateway.otherEngine)", method == "PUT" ? "{}" : nil)
                #expect(answer.status == 404)
            }
            let body = #"{"ownerEngineId":"\#(Gateway.otherEngine)","name":"a","text":"b"}"#
            #expect(try await gateway.call("POST", "/instructions", body).status == 404)
            let mine = try await gateway.call(
                "POST", "/engines", #"{"name":"a","ownerOrganizationId":"org_other"}"#)
            #expect(mine.status == 403)
        }
    }

    @Test func `each change is in the audit log, with what it was and has become`() async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call("POST", "/instructions", #"{"name":"a","text":"b"}"#)
            let id = try made.member("id") ?? ""
            let changed = try await gateway.call("PUT", "/instructions/\(id)", #"{"text":"c"}"#)
            _ = try await gateway.call("DELETE", "/instructions/\(id)")
            let log = try await gateway.call("GET", "/audit?id=\(id)&limit=2")
            let items = try #require(try log.json.object?["items"]?.array)
            #expect(items.map { $0.object?["action"]?.string } == ["delete", "update"])
            #expect(items[0].object?["before"] == (try changed.json))
            #expect(items[1].object?["before"] == (try made.json))
            let cursor = try log.member("nextCursor") ?? ""
            let rest = try await gateway.call("GET", "/audit?id=\(id)&cursor=\(cursor)")
            let first = try #require(try rest.json.object?["items"]?.array?.first?.object)
            #expect(first["action"]?.string == "create")
            #expect(first["entityType"]?.string == "Instruction")
            #expect(
                first["actor"]?.string == (try await gateway.call("POST", "/whoami", "{}").member("keyId")))
            #expect(first["before"] == .null)
        }
    }
}
