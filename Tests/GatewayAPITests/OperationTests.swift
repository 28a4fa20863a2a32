// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Locales", "Health", "Legacy aliases".
@Suite struct OperationTests {
    @Test func `locales lists what an engine serves`() async throws {
        try await withGateway { gateway async throws in
            let expected =
                #"{"items":[{"source":"en","target":"es","provider":"fake","model":"capitals","quality":"draft","#
                + #""pivot":["ca"]},{"source":"*","target":"*","provider":"fake","model":"capitals","quality":null,"#
                + #""pivot":[]}]}"#
            for query in ["", "?engineId=\(Gateway.engine)"] {
                #expect(try await gateway.call("GET", "/locales\(query)").text == expected)
            }
            #expect(try await gateway.call("GET", "/locales?engineId=x").status == 404)
        }
    }

    @Test func `health and readiness need no key`() async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("GET", "/healthz", key: nil).text == #"{"status":"ok"}"#)
            #expect(try await gateway.call("GET", "/readyz", key: nil).text == #"{"status":"ready"}"#)
        }
    }

    @Test func `a store that cannot be written is not ready, and the process lives`() async throws {
        try await withGateway { gateway async throws in
            gateway.store.fail(with: .full)
            let response = try await gateway.call("GET", "/readyz", key: nil)
            #expect(response.status == 503)
            #expect(try response.member("_tag") == "ServiceUnavailableError")
            #expect(response["retry-after"] != nil)
            #expect(try await gateway.call("GET", "/healthz", key: nil).status == 200)
        }
    }

    @Test func `a draining server is not ready, and still answers`() async throws {
        var configuration = APIConfiguration()
        configuration.drainDelay = .seconds(600)
        try await withGateway(configuration, isCutShort: true) { gateway async throws in
            await gateway.stop()
            while try await gateway.call("GET", "/readyz", key: nil).status == 200 {}
            #expect(try await gateway.call("GET", "/readyz", key: nil).status == 503)
            #expect(try await gateway.call("GET", "/users/me").status == 200)
        }
    }

    @Test func `a shutdown lets requests in flight finish and closes idle connections`() async throws {
        try await withGateway { gateway async throws in
            let idle = try WireClient(port: gateway.port)
            try await idle.send(gateway.request("GET", "/healthz"))
            #expect(try await idle.response().status == 200)
            let busy = try WireClient(port: gateway.port)
            let body = #"{"targetLocale":"de","data":{"a":"b"}}"#
            let request = gateway.request("POST", "/process/localize", body, ["Expect: 100-continue"])
            try await busy.send(String(request.dropLast(body.count)))
            #expect(try await busy.response().status == 100)
            await gateway.stop()
            #expect(try await idle.isClosed())
            try await busy.send(body)
            let response = try await busy.response()
            #expect(response.status == 200)
            #expect(response["connection"] == "close")
            #expect(try await busy.isClosed())
        }
    }

    @Test func `the older paths take a bearer token and the older shape`() async throws {
        try await withGateway { gateway async throws in
            let bearer = ["Authorization: Bearer \(Gateway.key)"]
            let body =
                #"{"params":{"workflowId":"w","fast":false},"locale":{"source":null,"target":"es"},"data":{"a":"b"},"reference":{}}"#
            let localized = try await gateway.call("POST", "/i18n", body, key: nil, bearer)
            #expect(localized.text == #"{"data":{"a":"B"}}"#)
            let recognized = try await gateway.call("POST", "/recognize", #"{"text":"a"}"#, key: nil, bearer)
            #expect(try recognized.member("locale") == "pt-BR")
            #expect(try await gateway.call("POST", "/whoami", "{}", key: nil, bearer).member("email") != nil)
            #expect(try await gateway.call("POST", "/i18n", body).status == 200)
        }
    }

    @Test(arguments: [
        (#"{"data":{}}"#, "locale is missing"), (#"{"locale":"es","data":{}}"#, "locale must be"),
        (#"{"locale":{},"data":{}}"#, "locale.target is missing"),
        (#"{"locale":{"target":"pt_BR"},"data":{}}"#, "locale.target"),
        (#"{"locale":{"target":"es"}}"#, "data is missing"),
    ])
    func `the older shape is checked by its own names`(body: String, message: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/i18n", body)
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix(message) == true, "\(response.text)")
        }
    }

    @Test func `the older asynchronous paths do not exist`() async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("POST", "/translation-jobs", "{}").status == 404)
        }
    }
}
