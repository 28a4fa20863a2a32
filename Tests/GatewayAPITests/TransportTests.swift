// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Logging
import Testing

/// docs/http-api.md, "Base, headers, identifiers".
@Suite struct TransportTests {
    @Test func `a connection serves one request after the other`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            for _ in 1...3 {
                try await client.send(gateway.request("GET", "/users/me"))
                let response = try await client.response()
                #expect(response.status == 200)
                #expect(response["connection"] == nil)
            }
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            let ids = (1...20).map { "id-\($0)" }
            let requests = ids.map { id in
                gateway.request(
                    "POST", "/process/localize", #"{"targetLocale":"de","data":{"id":"\#(id)"}}"#,
                    ["X-Request-Id: \(id)"])
            }
            try await client.send(requests.joined())
            for id in ids {
                let response = try await client.response()
                #expect(response["x-request-id"] == id)
                #expect(response.text.contains(id.uppercased()))
            }
        }
    }

    @Test func `a body may come in chunks and byte by byte`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            let head = gateway.request(
                "POST", "/process/localize", nil,
                ["Content-Type: application/json", "Transfer-Encoding: chunked"])
            let text = #"{"targetLocale":"de","data":{"a":"grüße"}}"#
            let chunks = text.utf8.map { "1\r\n".utf8 + [$0] + "\r\n".utf8 }.flatMap { $0 }
            try await client.send(head)
            try await client.send(Array(chunks.prefix(40)))
            try await client.send(Array(chunks.dropFirst(40)) + Array("0\r\n\r\n".utf8))
            #expect(try await client.response().text.contains("GRÜSSE"))
            // The connection goes on after a chunked body.
            try await client.send(gateway.request("GET", "/healthz"))
            #expect(try await client.response().status == 200)
        }
    }

    @Test func `a client that expects 100 gets it before the answer`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            let body = #"{"targetLocale":"de","data":{"a":"b"}}"#
            let request = gateway.request("POST", "/process/localize", body, ["Expect: 100-continue"])
            try await client.send(String(request.dropLast(body.count)))
            let interim = try await client.response()
            #expect(interim.status == 100)
            try await client.send(body)
            #expect(try await client.response().status == 200)
        }
    }

    @Test(arguments: ["h2c", "websocket", "TLS/1.2, HTTP/2.0"])
    func `a request that asks for another protocol is answered and ends the connection`(
        upgrade: String
    ) async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send(
                gateway.request(
                    "POST", "/process/localize", #"{"targetLocale":"de","data":{"a":"b"}}"#,
                    [
                        "Connection: Upgrade, HTTP2-Settings", "Upgrade: \(upgrade)",
                        "HTTP2-Settings: AAMAAABk",
                    ]))
            let response = try await client.response()
            #expect(response.status == 200)
            #expect(response["connection"] == "close")
            #expect(try await client.isClosed())
        }
    }

    @Test(arguments: [
        "NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /whoami HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        "GET /healthz HTTP/1.1\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /healthz HTTP/3.7\r\nHost: a\r\n\r\n",
    ])
    func `what is not HTTP is a 400 and the end of the connection`(text: String) async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send(text)
            let response = try await client.response()
            #expect(response.status == 400)
            #expect(try response.member("_tag") == "BadRequestError")
            #expect(response["connection"] == "close")
            #expect(try await client.isClosed())
        }
    }

    @Test func `a head over the limit is a 400`() async throws {
        try await withGateway { gateway async throws in
            let fields = ["X-Long: \(String(repeating: "a", count: 40_000))"]
            #expect(try await gateway.call("GET", "/users/me", nil, fields).status == 400)
            let many = (1...200).map { "X-\($0): a" }
            #expect(try await gateway.call("GET", "/users/me", nil, many).status == 400)
        }
    }

    @Test func `HTTP 1 point 0 and HEAD are served as they want`() async throws {
        try await withGateway { gateway async throws in
            let old = try WireClient(port: gateway.port)
            try await old.send("GET /healthz HTTP/1.0\r\n\r\n")
            #expect(try await old.response().status == 200)
            #expect(try await old.isClosed())
            let kept = try WireClient(port: gateway.port)
            for _ in 1...2 {
                try await kept.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try await kept.response()["connection"] == "keep-alive")
            }
            let client = try WireClient(port: gateway.port)
            try await client.send(gateway.request("HEAD", "/healthz"))
            #expect(try await client.response(hasBody: false).status == 404)
            try await client.send(gateway.request("GET", "/healthz"))
            #expect(try await client.response().status == 200)
        }
    }

    @Test func `a client that has sent all it wants still gets its answer`() async throws {
        try await withGateway { gateway async throws in
            let client = try WireClient(port: gateway.port)
            try await client.send(gateway.request("GET", "/users/me") + gateway.request("GET", "/healthz"))
            client.finishSending()
            #expect(try await client.response().status == 200)
            #expect(try await client.response().status == 200)
            #expect(try await client.isClosed())
        }
    }

    @Test(arguments: ["//users/me", "///users/me", "/users/me/", "//users/me//", "http://gateway/users/me"])
    func `slashes around a path do not matter`(path: String) async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("GET", path).status == 200)
        }
    }

    @Test func `a request id is taken or made, and stands in answer and log`() async throws {
        try await withGateway { gateway async throws in
            let taken = try await gateway.call("GET", "/users/me", nil, ["X-Request-Id: my-id_1.2"])
            #expect(taken["x-request-id"] == "my-id_1.2")
            for bad in ["a b", "", "a\u{e9}", String(repeating: "a", count: 129)] {
                let made = try await gateway.call("GET", "/nothing", nil, ["X-Request-Id: \(bad)"])
                let id = try #require(made["x-request-id"])
                #expect(id.hasPrefix("req_") && id.utf8.count == 20)
                #expect(gateway.log.lines.contains { $0.metadata["request.id"] == id })
            }
        }
    }

    @Test func `a request is one log line, without key and content`() async throws {
        try await withGateway { gateway async throws in
            _ = try await gateway.call(
                "POST", "/process/localize?secret=yes", #"{"targetLocale":"de","data":{"a":"private text"}}"#,
                ["X-Request-Id: one"])
            let lines = gateway.log.lines.filter { $0.metadata["request.id"] == "one" }
            let line = try #require(lines.first)
            #expect(lines.count == 1 && line.level == .debug)
            #expect(line.metadata["http.route"] == "/process/localize")
            #expect(line.metadata["http.status"] == "200")
            let text = "\(gateway.log.lines)".lowercased()
            #expect(!text.contains(Gateway.key) && !text.contains("private") && !text.contains("secret"))
        }
    }
}
