// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Authentication".
@Suite struct AuthenticationTests {
    @Test(arguments: [
        [], ["X-API-Key:"], ["X-API-Key: lsk_unknown"], ["Authorization: Bearer lsk_unknown"],
        ["Authorization: Basic lsk_ana"], ["Authorization: Bearer"], ["Authorization: lsk_ana"],
    ])
    func `a missing, empty or unknown key is the same 401`(fields: [String]) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/users/me", key: nil, fields)
            #expect(response.status == 401)
            #expect(response.text == #"{"message":"Invalid API key","_tag":"UnauthorizedError"}"#)
        }
    }

    @Test func `the key comes before the body`() async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("POST", "/process/localize", "{", key: "wrong").status == 401)
        }
    }

    @Test(arguments: ["Bearer", "bearer", "BEARER"])
    func `a bearer token is a key too`(scheme: String) async throws {
        try await withGateway { gateway async throws in
            let field = "Authorization: \(scheme) \(Gateway.key)"
            #expect(try await gateway.call("GET", "/users/me", key: nil, [field]).status == 200)
        }
    }

    @Test func `a revoked key is unknown at once`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send(gateway.request("GET", "/users/me"))
            #expect(try await client.response().status == 200)
            let key = KeyID(unchecked: "key_8YvN2cHs5JwB0uXf")
            _ = try gateway.store.revoke(key, of: Gateway.organization, by: .operator, at: gateway.clock.now)
            try await client.send(gateway.request("GET", "/users/me"))
            #expect(try await client.response().status == 401)
        }
    }

    @Test func `users me names the user of a key`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/users/me")
            #expect(response.text == #"{"id":"usr_4nTq0WzYc8LmPd2R","email":"ana@shop.example"}"#)
            let service = try await gateway.call("GET", "/users/me", key: Gateway.serviceKey)
            #expect(service.text == #"{"id":"key_0000000000000003","email":"service+key@local.invalid"}"#)
        }
    }

    @Test func `whoami tells what a key speaks for, with or without a body`() async throws {
        try await withGateway { gateway async throws in
            let expected =
                #"{"id":"usr_4nTq0WzYc8LmPd2R","email":"ana@shop.example","organizationId":"org_Kd93mVx1QeRt7LpA","#
                + #""keyId":"key_8YvN2cHs5JwB0uXf","userId":"usr_4nTq0WzYc8LmPd2R"}"#
            for body in [nil, "", "{}", "no JSON"] {
                #expect(try await gateway.call("POST", "/whoami", body).text == expected)
            }
            let service = try await gateway.call("POST", "/whoami", key: Gateway.serviceKey)
            #expect(try service.json.object?["userId"] == .null)
        }
    }
}
