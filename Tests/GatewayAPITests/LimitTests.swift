// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Limits".
@Suite struct LimitTests {
    @Test func `a body over the limit is refused before it is sent`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send(
                gateway.request("POST", "/process/localize", nil, ["Content-Length: \((10 << 20) + 1)"]))
            let response = try await client.response()
            #expect(response.status == 400)
            #expect(try response.member("message") == "The body is larger than 10485760 bytes")
        }
    }

    @Test func `a client that sends its whole oversized body sees the 400`() async throws {
        try await withGateway { gateway async throws in
            let body = String(repeating: " ", count: (10 << 20) + 1)
            #expect(try await gateway.call("POST", "/process/localize", body).status == 400)
            let client = try WireClient(port: gateway.port)
            try await client.send(
                gateway.request("POST", "/process/localize", nil, ["Transfer-Encoding: chunked"]))
            for _ in 1...12 {
                try await client.send("100000\r\n" + String(repeating: " ", count: 1 << 20) + "\r\n")
            }
            #expect(try await client.response().status == 400)
        }
    }

    @Test func `a body of exactly the limit is read`() async throws {
        try await withGateway { gateway async throws in
            let text = #"{"targetLocale":"de","data":{"a":"b"}}"#
            let body = text + String(repeating: " ", count: (10 << 20) - text.utf8.count)
            #expect(try await gateway.call("POST", "/process/localize", body).status == 200)
        }
    }

    @Test func `large bodies beyond the memory for them are a 429`() async throws {
        var configuration = APIConfiguration()
        configuration.maximumBufferedBytes = 1 << 20
        try await withGateway(configuration) { gateway async throws in
            let first = try WireClient(port: gateway.port)
            let fields = ["Content-Length: 900000", "Expect: 100-continue"]
            try await first.send(gateway.request("POST", "/whoami", nil, fields))
            #expect(try await first.response().status == 100)
            let response = try await gateway.call("POST", "/whoami", String(repeating: " ", count: 900_000))
            #expect(response.status == 429)
            #expect(response["retry-after"] == "1")
            #expect(try response.member("_tag") == "TooManyRequestsError")
            try await first.send(String(repeating: " ", count: 900_000))
            #expect(try await first.response().status == 200)
            let after = try await gateway.call("POST", "/whoami", String(repeating: " ", count: 900_000))
            #expect(after.status == 200)
        }
    }

    @Test func `a head that does not come in time ends the connection`() async throws {
        var configuration = APIConfiguration()
        configuration.idleTimeout = .milliseconds(100)
        try await withGateway(configuration) { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send("GET /healthz HTTP/1.1\r\nHost:")
            #expect(try await client.isClosed())
            let silent = try WireClient(port: gateway.port)
            #expect(try await silent.isClosed())
        }
    }

    @Test func `a body that does not come in time is a 400`() async throws {
        var configuration = APIConfiguration()
        configuration.transferTimeout = .milliseconds(100)
        try await withGateway(configuration) { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send(gateway.request("POST", "/whoami", nil, ["Content-Length: 10"]) + "abc")
            let response = try await client.response()
            #expect(response.status == 400)
            #expect(try response.member("message") == "The body did not arrive in time")
        }
    }

    @Test func `connections beyond the limit wait for one to end`() async throws {
        var configuration = APIConfiguration()
        configuration.maximumConnections = 1
        try await withGateway(configuration) { gateway async throws in
            let first = try WireClient(port: gateway.port)
            try await first.send(gateway.request("GET", "/healthz"))
            #expect(try await first.response().status == 200)
            let second = try WireClient(port: gateway.port)
            try await second.send(gateway.request("GET", "/healthz"))
            try await first.send(gateway.request("GET", "/healthz", nil, ["Connection: close"]))
            #expect(try await first.response().status == 200)
            #expect(try await first.isClosed())
            #expect(try await second.response().status == 200)
        }
    }

    @Test func `work for a client that has gone is cancelled`() async throws {
        try await withGateway { gateway async throws in
            gateway.localizer.stick(true)
            let body = #"{"targetLocale":"de","data":{"a":"b"}}"#
            try await abandon(gateway.request("POST", "/process/localize", body), of: gateway)
            while gateway.localizer.cancellations == 0 { await Task.yield() }
            gateway.localizer.stick(false)
            #expect(try await gateway.call("POST", "/process/localize", body).status == 200)
        }
    }

    /// Sends a request and closes the connection once it is being worked on.
    private func abandon(_ request: String, of gateway: Gateway) async throws {
        let client = try WireClient(port: gateway.port)
        try await client.send(request)
        while gateway.localizer.commands.isEmpty { await Task.yield() }
        client.finishSending()
    }
}
