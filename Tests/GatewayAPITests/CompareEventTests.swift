// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Compare": answers in pieces.
@Suite struct CompareEventTests {
    private static let body = #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"Hello"}}"#

    @Test func `a comparison that fails under way is an event, and the connection ends with it`() async throws
    {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call(
                "POST", "/process/compare", Self.body, ["Accept: text/event-stream, application/json"])
            #expect(answer.status == 200)
            #expect(answer["content-type"] == "text/event-stream")
            #expect(
                answer.text == """
                    event: error
                    data: {"status":500,"message":"nobody compares here"}


                    """)
        }
    }

    @Test func `what is wrong with the request is told by a status, whatever is accepted`() async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call(
                "POST", "/process/compare", "{}", ["Accept: text/event-stream"])
            #expect(answer.status == 400)
        }
    }

    @Test func `JSON is the answer unless events are asked for first`() async throws {
        try await withGateway { gateway async throws in
            for accept in ["*/*", "application/json", "application/json, text/event-stream"] {
                let answer = try await gateway.call(
                    "POST", "/process/compare", Self.body, ["Accept: \(accept)"])
                #expect(answer.status == 500)
            }
        }
    }

    @Test func `what clients are not told of a failure under way is logged`() async throws {
        try await withGateway { gateway async throws in
            _ = try await gateway.call(
                "POST", "/process/compare", Self.body, ["Accept: text/event-stream"])
            #expect(gateway.log.lines.contains { $0.message == "A request failed." })
        }
    }

    @Test func `a client of HTTP/1.0 gets no chunks, and the end with the connection's`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            let request = gateway.request(
                "POST", "/process/compare", Self.body, ["Accept: text/event-stream"])
            try await client.send(request.replacing("HTTP/1.1", with: "HTTP/1.0"))
            let head = try await client.response()
            #expect(head.status == 200)
            #expect(head["transfer-encoding"] == nil)
        }
    }
}
