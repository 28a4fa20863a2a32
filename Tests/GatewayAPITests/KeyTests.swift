// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayCrypto
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Keys", "Members", "Organizations".
@Suite struct KeyTests {
    @Test func `a key is made, works, is listed without itself, and is revoked`() async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call("POST", "/api-keys", #"{"name":"ci","role":"translator"}"#)
            #expect(made.status == 201)
            let (id, key) = (try made.member("id") ?? "", try made.member("key") ?? "")
            #expect(key.hasPrefix("lsk_"))
            #expect(try made.member("kind") == "service")
            #expect(made.text.contains(#""scopes":["read","translate","engine:access"],"engines":[]"#))
            #expect(try await gateway.call("GET", "/users/me", key: key).status == 200)
            let listed = try await gateway.call("GET", "/api-keys")
            #expect(listed.text.contains(id))
            #expect(!listed.text.contains(key))
            #expect(try await gateway.call("GET", "/api-keys/\(id)").member("name") == "ci")
            let revoked = try await gateway.call("DELETE", "/api-keys/\(id)")
            #expect(try revoked.member("revokedAt") == "2026-01-05T09:30:00.000Z")
            #expect(try await gateway.call("GET", "/users/me", key: key).status == 401)
        }
    }

    @Test func `a key expires`() async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call(
                "POST", "/api-keys", #"{"name":"ci","expiresAt":"2026-01-05T09:30:10Z"}"#)
            let key = try made.member("key")
            #expect(try await gateway.call("GET", "/users/me", key: key).status == 200)
            gateway.clock.advance(by: .seconds(10))
            #expect(try await gateway.call("GET", "/users/me", key: key).status == 401)
        }
    }

    @Test(arguments: [
        (#"{}"#, "name is missing"),
        (#"{"name":"x","role":"king"}"#, "role must be one of owner, editor, translator, viewer"),
        (
            #"{"name":"x","scopes":["fly"]}"#,
            "scopes[0] must be one of read, translate, configure, administer, engine:access, operator"
        ),
        (#"{"name":"x","scopes":[]}"#, "scopes must not be empty: it would be good for nothing"),
        (#"{"name":"x","engines":["eng"]}"#, "engines[0] is no engine's id"),
        (#"{"name":"x","expiresAt":"2026-01-05T09:30:00Z"}"#, "expiresAt is over"),
        (
            #"{"name":"x","expiresAt":"2026-02-30"}"#,
            "expiresAt must be a UTC time such as 2026-01-05T09:30:00.000Z"
        ),
        (
            #"{"name":"x","email":"ana@shop.example","role":"viewer"}"#,
            "role is the user's: a personal key may what the user may"
        ),
    ])
    func `a key that makes no sense is refused`(body: String, message: String) async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call("POST", "/api-keys", body)
            #expect(answer.status == 400)
            #expect(try answer.member("message") == message)
        }
    }

    @Test func `nobody gives what he has not got`() async throws {
        try await withGateway { gateway async throws in
            let admin = try await gateway.key(#"{"name":"a","scopes":["administer","read"]}"#)
            for body in [
                #"{"name":"x"}"#, #"{"name":"x","scopes":["translate"]}"#, #"{"name":"x","role":"viewer"}"#,
                #"{"name":"x","scopes":["read"],"engines":["\#(Gateway.engine)"]}"#,
            ] {
                #expect(try await gateway.call("POST", "/api-keys", body, key: admin).status == 403)
            }
            let smaller = #"{"name":"x","scopes":["read"]}"#
            #expect(try await gateway.call("POST", "/api-keys", smaller, key: admin).status == 201)
            let operatorKey = #"{"name":"x","scopes":["operator"]}"#
            #expect(try await gateway.call("POST", "/api-keys", operatorKey).status == 403)
        }
    }

    @Test(arguments: [
        ("POST", "/process/localize", "translate"), ("POST", "/jobs/localization", "translate"),
        ("GET", "/jobs/localization", "read"), ("GET", "/engines", "read"), ("POST", "/engines", "configure"),
        ("POST", "/glossary-items", "configure"), ("DELETE", "/memory", "configure"),
        ("GET", "/api-keys", "administer"), ("GET", "/audit", "administer"),
        ("POST", "/webhooks/secret/rotate", "administer"), ("PUT", "/organization", "administer"),
        ("POST", "/members", "administer"), ("GET", "/organizations", "operator"),
    ])
    func `a call asks for its scope`(method: String, path: String, scope: String) async throws {
        try await withGateway { gateway async throws in
            let others = Scope.allCases.map(\.rawValue).filter { $0 != scope && $0 != "operator" }
            let scopes = others.map { "\"\($0)\"" }.joined(separator: ",")
            let key = try await gateway.key(#"{"name":"x","scopes":[\#(scopes)]}"#)
            let answer = try await gateway.call(method, path, method == "GET" ? nil : "{}", key: key)
            #expect(answer.status == 403)
            #expect(try answer.member("message") == "The key has no scope \"\(scope)\".")
        }
    }

    @Test func `a key that reaches one engine is refused at another, and at what is the organization's`()
        async throws
    {
        try await withGateway { gateway async throws in
            let other = try await gateway.call("POST", "/engines", #"{"name":"Other"}"#).member("id") ?? ""
            let scopes = #"["read","translate","configure","administer"]"#
            let key = try await gateway.key(#"{"name":"x","scopes":\#(scopes),"engines":["\#(other)"]}"#)
            let own = try await gateway.call(
                "POST", "/instructions", #"{"ownerEngineId":"\#(other)","name":"n","text":"t"}"#, key: key)
            #expect(own.status == 201)
            let foreign = try await gateway.call("POST", "/instructions", #"{"name":"n","text":"t"}"#)
            let item = try await gateway.call(
                "POST", "/glossary-items", #"{"sourceText":"Acme","type":"non_translatable"}"#)
            let group =
                try await gateway.call(
                    "POST", "/jobs/localization",
                    #"{"sourceLocale":"en","targetLocales":["de"],"data":{"a":"b"}}"#
                ).member("groupId") ?? ""
            let refused: [(String, String, String?)] = [
                ("GET", "/engines/\(Gateway.engine)", nil), ("PUT", "/engines/\(Gateway.engine)", "{}"),
                ("DELETE", "/engines/\(Gateway.engine)", nil), ("POST", "/engines", #"{"name":"x"}"#),
                ("GET", "/instructions/\(try foreign.member("id") ?? "")", nil),
                ("DELETE", "/instructions/\(try foreign.member("id") ?? "")", nil),
                ("DELETE", "/glossary-items/\(try item.member("id") ?? "")", nil),
                ("GET", "/instructions", nil), ("GET", "/jobs/localization/groups/\(group)", nil),
                ("DELETE", "/jobs/localization/groups/\(group)", nil),
                ("POST", "/jobs/localization/groups/\(group)/cancel", nil),
                ("GET", "/jobs/localization/groups/\(group)/events", nil),
                ("GET", "/jobs/localization", nil),
                ("GET", "/jobs/localization?engineId=\(Gateway.engine)", nil), ("GET", "/memory", nil),
                ("GET", "/usage", nil), ("GET", "/webhooks/deliveries", nil), ("GET", "/audit", nil),
            ]
            for (method, path, body) in refused {
                #expect(
                    try await gateway.call(method, path, body, key: key).status == 403, "\(method) \(path)")
            }
            let list = try await gateway.call("GET", "/engines", key: key)
            #expect(list.text.contains(other) && !list.text.contains(Gateway.engine.text))
            let jobs = try await gateway.call("GET", "/jobs/localization?engineId=\(other)", key: key)
            #expect(jobs.status == 200)
            #expect(try await gateway.call("GET", "/engines/eng_nowhere", key: key).status == 404)
            #expect(
                try await gateway.call("GET", "/engines/\(Gateway.otherEngine)", key: key).status == 404)
        }
    }

    @Test func `a personal key may what its user may, and no longer than that`() async throws {
        try await withGateway { gateway async throws in
            let member = try await gateway.call(
                "POST", "/members", #"{"email":"bo@shop.example","role":"viewer"}"#)
            #expect(member.status == 201)
            let user = try member.member("id") ?? ""
            let key = try await gateway.key(#"{"name":"bo's","email":"BO@shop.example"}"#)
            #expect(try await gateway.call("GET", "/users/me", key: key).member("email") == "bo@shop.example")
            #expect(try await gateway.call("POST", "/engines", #"{"name":"x"}"#, key: key).status == 403)
            _ = try await gateway.call("PUT", "/members/\(user)", #"{"role":"editor"}"#)
            #expect(try await gateway.call("POST", "/engines", #"{"name":"x"}"#, key: key).status == 201)
            #expect(try await gateway.call("DELETE", "/members/\(user)").status == 200)
            #expect(try await gateway.call("GET", "/users/me", key: key).status == 401)
            #expect(try await gateway.call("GET", "/members/\(user)").status == 404)
        }
    }

    @Test func `an organization's name, default engine and callback are changed, a stale write is refused`()
        async throws
    {
        try await withGateway { gateway async throws in
            let engine = try await gateway.call("POST", "/engines", #"{"name":"Other"}"#).member("id") ?? ""
            let changed = try await gateway.call(
                "PUT", "/organization",
                #"{"name":"Shop","defaultEngineId":"\#(engine)","defaultCallbackUrl":"https://shop.example/h"}"#
            )
            #expect(changed.status == 200)
            #expect(try changed.member("defaultEngineId") == engine)
            let stale = try await gateway.call("PUT", "/organization", #"{"name":"Late","version":1}"#)
            #expect(stale.status == 400)
            #expect(try await gateway.call("GET", "/organization").text == changed.text)
            let job = try await gateway.call(
                "POST", "/jobs/localization",
                #"{"sourceLocale":"en","targetLocales":["de"],"data":{"a":"b"}}"#)
            #expect(job.status == 202)
            #expect(gateway.store.created.last?.callbackURL == "https://shop.example/h")
            #expect(gateway.store.created.last?.engine.text == engine)
            let foreign = #"{"defaultEngineId":"\#(Gateway.otherEngine)"}"#
            #expect(try await gateway.call("PUT", "/organization", foreign).status == 404)
            let plain = #"{"defaultCallbackUrl":"ftp://shop.example"}"#
            #expect(try await gateway.call("PUT", "/organization", plain).status == 400)
        }
    }

    @Test func `another organization's keys and members do not exist`() async throws {
        try await withGateway { gateway async throws in
            let key = try await gateway.call("POST", "/api-keys", #"{"name":"ci"}"#).member("id") ?? ""
            let user =
                try await gateway.call(
                    "POST", "/members", #"{"email":"bo@shop.example"}"#
                ).member("id") ?? ""
            for (method, path) in [
                ("GET", "/api-keys/\(key)"), ("DELETE", "/api-keys/\(key)"), ("GET", "/members/\(user)"),
                ("PUT", "/members/\(user)"), ("DELETE", "/members/\(user)"),
            ] {
                let body = method == "PUT" ? "{}" : nil
                let answer = try await gateway.call(method, path, body, key: Gateway.otherKey)
                #expect(answer.status == 404, "\(method) \(path)")
            }
            #expect(try await gateway.call("GET", "/api-keys/\(key)").member("revokedAt") == nil)
            #expect(
                try await gateway.call("GET", "/api-keys", key: Gateway.otherKey).text
                    == #"{"items":[],"nextCursor":null}"#)
        }
    }

    @Test func `an operator makes an organization, whose first key sees nothing of others`() async throws {
        try await withGateway { gateway async throws in
            let text = "lsk_operator"
            gateway.store.add(
                Principal(
                    organization: Gateway.organization, key: KeyID(unchecked: "key_0000000000000009"),
                    user: nil, email: "o@local.invalid", grant: Grant(scopes: [.operator])),
                keyHash: APIKeyText.hashOfKey(text))
            let made = try await gateway.call("POST", "/organizations", #"{"name":"Second"}"#, key: text)
            #expect(made.status == 201)
            let key = try made.member("key") ?? ""
            #expect(try await gateway.call("GET", "/organization", key: key).member("name") == "Second")
            let engines = try await gateway.call("GET", "/engines", key: key)
            #expect(!engines.text.contains(Gateway.engine.text))
            #expect(engines.text.contains(try made.member("defaultEngineId") ?? "-"))
            #expect(
                try await gateway.call("GET", "/organizations", key: text).text.contains(#""name":"Second""#))
        }
    }
}

extension Gateway {
    /// Makes a key as the owner and gives its text.
    fileprivate func key(_ body: String) async throws -> String {
        let made = try await call("POST", "/api-keys", body)
        #expect(made.status == 201, "\(made.text)")
        return try made.member("key") ?? ""
    }
}
