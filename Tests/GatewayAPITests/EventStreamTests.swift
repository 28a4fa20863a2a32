// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Live progress": the same as an event stream.
@Suite struct EventStreamTests {
    /// Opens a stream; head and events are not read yet.
    private func stream(
        _ group: NewJobGroup, of gateway: Gateway, key: String = Gateway.key, _ fields: [String] = []
    ) async throws -> WireClient {
        let client = try WireClient(port: gateway.port)
        try await client.send(
            gateway.request("GET", "/jobs/localization/groups/\(group.id)/events", nil, key: key, fields))
        return client
    }

    /// Reads up to an empty line.
    private func event(_ client: WireClient) async throws -> String {
        try await onThread { String(decoding: try client.take(through: Array("\n\n".utf8)), as: UTF8.self) }
    }

    @Test func `events are those of the WebSocket, numbered, and the end closes`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"], segments: 2)
            let client = try await stream(group, of: gateway, ["X-Request-Id: one"])
            let head = try await client.response()
            #expect(head.status == 200)
            #expect(head["content-type"] == "text/event-stream")
            #expect(head["cache-control"] == "no-store")
            #expect(head["connection"] == "close")
            #expect(head["x-request-id"] == "one")
            #expect(head["content-length"] == nil && head["transfer-encoding"] == nil)
            let socket = try await SocketClient.watching(group, of: gateway)

            let first = try await event(client)
            let snapshot = try await socket.message()
            #expect(first == "event: snapshot\nid: 0\ndata: \(snapshot)\n\n")
            gateway.store.update(group.jobs[0].id) { $0.status = .processing }
            let second = try await event(client)
            #expect(second == "event: job.progress\nid: 1\ndata: \(try await socket.message())\n\n")
            gateway.store.update(group.jobs[0].id) { ($0.status, $0.segmentsDone) = (.completed, 2) }
            let third = try await event(client)
            #expect(third == "event: job.completed\nid: 2\ndata: \(try await socket.message())\n\n")
            let last = try await event(client)
            #expect(last == "event: group.completed\nid: 3\ndata: \(try await socket.message())\n\n")
            #expect(try await client.isClosed())
        }
    }

    @Test func `a group that is over is told as such, and the end closes`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            gateway.store.update(group.jobs[0].id) { $0.status = .failed }
            let client = try await stream(group, of: gateway, ["Last-Event-ID: 17"])
            #expect(try await client.response().status == 200)
            #expect(try await event(client).hasPrefix("event: snapshot\nid: "))
            #expect(try await event(client).hasPrefix("event: group.completed\nid: "))
            #expect(try await client.isClosed())
        }
    }

    @Test func `refusals are those of any request`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let path = "/jobs/localization/groups/\(group.id)/events"
            #expect(try await gateway.call("GET", path, key: nil).status == 401)
            #expect(try await gateway.call("GET", path, key: Gateway.otherKey).status == 404)
            #expect(
                try await gateway.call("GET", "/jobs/localization/groups/ljg_0000000000000000/events").status
                    == 404)
            #expect(try await gateway.call("POST", path).status == 404)
            gateway.store.fail(with: .underlying("x"))
            #expect(try await gateway.call("GET", path).status == 500)
        }
    }

    @Test func `a comment now and then shows that the stream lives`() async throws {
        var configuration = APIConfiguration()
        configuration.pingInterval = .milliseconds(20)
        try await withGateway(configuration) { gateway async throws in
            let client = try await stream(try gateway.group(["de"]), of: gateway)
            _ = try await client.response()
            #expect(try await event(client).hasPrefix("event: snapshot"))
            for _ in 1...3 { #expect(try await event(client) == ":\n\n") }
        }
    }

    @Test func `a client of HTTP 1 point 0 gets the same`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            try await client.send(
                "GET /jobs/localization/groups/\(group.id)/events HTTP/1.0\r\nX-API-Key: \(Gateway.key)\r\n\r\n"
            )
            #expect(try await client.response().status == 200)
            #expect(try await event(client).hasPrefix("event: snapshot\n"))
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            #expect(try await event(client).hasPrefix("event: job.completed\n"))
            #expect(try await event(client).hasPrefix("event: group.completed\n"))
            #expect(try await client.isClosed())
        }
    }

    @Test func `what a client sends behind its request is ignored`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try WireClient(port: gateway.port)
            let path = "/jobs/localization/groups/\(group.id)/events"
            try await client.send(
                gateway.request("GET", path) + gateway.request("GET", "/users/me") + "GET /hal")
            _ = try await client.response()
            #expect(try await event(client).hasPrefix("event: snapshot\n"))
            try await client.send("f a request\r\n\r\n")
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            #expect(try await event(client).hasPrefix("event: job.completed\n"))
            #expect(try await event(client).hasPrefix("event: group.completed\n"))
            #expect(try await client.isClosed())
        }
    }

    @Test func `a stream ends with its key and with the server`() async throws {
        var configuration = APIConfiguration()
        configuration.pingInterval = .milliseconds(20)
        try await withGateway(configuration) { gateway async throws in
            let group = try gateway.group(["de"])
            let (first, second) = (
                try await stream(group, of: gateway),
                try await stream(group, of: gateway, key: Gateway.serviceKey)
            )
            for client in [first, second] {
                _ = try await client.response()
                _ = try await event(client)
            }
            _ = try gateway.store.revoke(
                KeyID(unchecked: "key_8YvN2cHs5JwB0uXf"), of: Gateway.organization,
                by: .operator, at: gateway.clock.wall.now())
            await drain(first)
            await gateway.stop()
            await drain(second)
        }
    }

    /// Reads to the end.
    private func drain(_ client: WireClient) async {
        await #expect {
            while true { _ = try await event(client) }
        } throws: { error in
            (error as? WireClient.Failed)?.reason == "the connection closed before an answer"
        }
    }
}
