// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Live progress": how a WebSocket is opened.
@Suite struct SocketHandshakeTests {
    @Test func `the handshake is answered as the standard wants it`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            try await client.send(
                SocketClient.handshake(
                    gateway, group.id.text,
                    SocketClient.fields + [
                        "X-Request-Id: one", "Sec-WebSocket-Protocol: chat",
                        "Sec-WebSocket-Extensions: permessage-deflate",
                    ]))
            let response = try await client.response()
            #expect(response.status == 101)
            #expect(response["upgrade"] == "websocket")
            #expect(response["connection"] == "Upgrade")
            #expect(response["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(response["x-request-id"] == "one")
            #expect(response["sec-websocket-protocol"] == nil)
            #expect(response["sec-websocket-extensions"] == nil)
            #expect(response["content-length"] == nil && response["transfer-encoding"] == nil)
        }
    }

    @Test func `the names of the protocol are read without regard to case, also in lists`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            try await client.send(
                SocketClient.handshake(
                    gateway, group.id.text, key: nil,
                    [
                        "Authorization: Bearer \(Gateway.key)", "connection: keep-alive, UPGRADE",
                        "upgrade: WebSocket",
                    ]
                        + SocketClient.fields.dropFirst(2)))
            #expect(try await client.response().status == 101)
        }
    }

    @Test(arguments: [nil, "", "lsk_nobody"])
    func `a bad key is a 401`(key: String?) async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            try await client.send(SocketClient.handshake(gateway, group.id.text, key: key))
            let response = try await client.response()
            #expect(response.status == 401)
            #expect(try response.member("message") == "Invalid API key")
            #expect(response["connection"] == "close")
            #expect(try await client.isClosed())
        }
    }

    @Test func `a group that does not exist, or not for this organization, is a 404`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            // Whether others watch the group makes no difference.
            var watchers: [SocketClient] = []
            while watchers.count < 2 {
                for (id, key) in [
                    ("ljg_0000000000000000", Gateway.key), ("nonsense", Gateway.key), ("", Gateway.key),
                    (group.id.text, Gateway.otherKey),
                ] {
                    let client = try WireClient(port: gateway.port)
                    try await client.send(SocketClient.handshake(gateway, id, key: key))
                    let response = try await client.response()
                    #expect(response.status == 404)
                    #expect(try response.member("entityType") == "JobGroup")
                }
                let watcher = try await SocketClient.watching(group, of: gateway)
                _ = try await watcher.message()
                watchers.append(watcher)
            }
        }
    }

    @Test func `a plain GET is a 400 that says what to do`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let response = try await gateway.call("GET", "/jobs/localization/groups/\(group.id)/ws")
            #expect(response.status == 400)
            #expect(
                try response.member("message")
                    == "The request must ask for a WebSocket (Upgrade: websocket) over HTTP/1.1")
        }
    }

    @Test(arguments: ["8", "14", "13, 8", ""])
    func `another version is a 400 that names ours`(version: String) async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            let fields =
                SocketClient.fields.filter { !$0.hasPrefix("Sec-WebSocket-Version") }
                + (version.isEmpty ? [] : ["Sec-WebSocket-Version: \(version)"])
            try await client.send(SocketClient.handshake(gateway, group.id.text, fields))
            let response = try await client.response()
            #expect(response.status == 400)
            #expect(response["sec-websocket-version"] == "13")
            #expect(try response.member("message") == "Sec-WebSocket-Version must be 13")
        }
    }

    @Test(arguments: [
        "GET {path} HTTP/1.1\r\nHost: a\r\n{key}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        "GET {path} HTTP/1.1\r\nHost: a\r\n{key}\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        "GET {path} HTTP/1.1\r\nHost: a\r\n{key}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\n\r\n",
        "GET {path} HTTP/1.1\r\nHost: a\r\n{key}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n\r\n",
        "GET {path} HTTP/1.1\r\nHost: a\r\n{key}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 2\r\n\r\nab",
        "GET {path} HTTP/1.0\r\n{key}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    ])
    func `a handshake that is not whole is a 400`(text: String) async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            try await client.send(
                text.replacing("{path}", with: "/jobs/localization/groups/\(group.id)/ws")
                    .replacing("{key}", with: "X-API-Key: \(Gateway.key)"))
            #expect(try await client.response().status == 400)
        }
    }

    @Test func `a connection that served requests may go on as a WebSocket`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = SocketClient(wire: try WireClient(port: gateway.port))
            try await client.wire.send(gateway.request("GET", "/users/me"))
            #expect(try await client.wire.response().status == 200)
            // All at once: two requests, and a frame right behind the second one.
            try await client.wire.send(
                Array(gateway.request("GET", "/users/me").utf8)
                    + Array(SocketClient.handshake(gateway, group.id.text).utf8)
                    + SocketClient.bytes(SocketClient.ping, Array("early".utf8)))
            #expect(try await client.wire.response().status == 200)
            #expect(try await client.wire.response().status == 101)
            #expect(try await client.object()["type"] == "snapshot")
            #expect(
                try await client.frame() == .init(opcode: SocketClient.pong, payload: Array("early".utf8)))
        }
    }

    @Test func `subscribers over the limit are a 429, until one goes`() async throws {
        var configuration = APIConfiguration()
        configuration.maximumSubscribers = 1
        try await withGateway(configuration) { gateway async throws in
            let group = try gateway.group(["de"])
            let first = try await SocketClient.watching(group, of: gateway)
            _ = try await first.message()
            let second = try WireClient(port: gateway.port)
            try await second.send(SocketClient.handshake(gateway, group.id.text))
            let response = try await second.response()
            #expect(response.status == 429)
            #expect(response["retry-after"] == "5")
            let events = try await gateway.call("GET", "/jobs/localization/groups/\(group.id)/events")
            #expect(events.status == 429)
            try await first.send(SocketClient.close)
            #expect(try await first.closeCode() == nil)
            var status = 429
            while status == 429 {
                let third = try WireClient(port: gateway.port)
                try await third.send(SocketClient.handshake(gateway, group.id.text))
                status = try await third.response().status
            }
            #expect(status == 101)
        }
    }

    @Test func `a refused handshake takes no place`() async throws {
        var configuration = APIConfiguration()
        configuration.maximumSubscribers = 1
        try await withGateway(configuration) { gateway async throws in
            let group = try gateway.group(["de"])
            for _ in 1...3 {
                let stranger = try WireClient(port: gateway.port)
                try await stranger.send(
                    SocketClient.handshake(gateway, group.id.text, key: Gateway.otherKey))
                #expect(try await stranger.response().status == 404)
            }
            _ = try await SocketClient.watching(group, of: gateway)
        }
    }

    @Test func `connections of subscribers leave room for requests`() async throws {
        var configuration = APIConfiguration()
        configuration.maximumConnections = 2
        try await withGateway(configuration) { gateway async throws in
            let group = try gateway.group(["de"])
            var clients: [SocketClient] = []
            for _ in 1...5 {
                let client = try await SocketClient.watching(group, of: gateway)
                _ = try await client.message()
                clients.append(client)
            }
            #expect(try await gateway.call("GET", "/users/me").status == 200)
            // Those that waited to be accepted come in as soon as connections are subscribers'.
            let waiting = try (1...40).map { _ in try WireClient(port: gateway.port) }
            for client in waiting { try await client.send(SocketClient.handshake(gateway, group.id.text)) }
            for client in waiting { #expect(try await client.response().status == 101) }
            for client in clients { try await client.send(SocketClient.close) }
        }
    }
}
