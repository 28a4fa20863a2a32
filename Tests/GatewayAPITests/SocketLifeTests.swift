// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Live progress": how a WebSocket lives and ends.
@Suite struct SocketLifeTests {
    private static let impatient = {
        var configuration = APIConfiguration()
        configuration.pingInterval = .seconds(1)
        return configuration
    }()

    @Test func `a client that answers pings stays`() async throws {
        try await withGateway(Self.impatient) { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            for _ in 1...3 {
                let ping = try await client.frame()
                #expect(ping.opcode == SocketClient.ping)
                try await client.send(SocketClient.pong, ping.payload)
            }
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            #expect(try await client.object()["type"] == "job.completed")
        }
    }

    @Test func `a client that misses two pongs is dropped`() async throws {
        try await withGateway(Self.impatient) { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            #expect(try await client.frame().opcode == SocketClient.ping)
            #expect(try await client.frame().opcode == SocketClient.ping)
            #expect(try await client.wire.isClosed())
        }
    }

    @Test func `a ping is answered with its own payload`() async throws {
        try await withGateway { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            for payload in [[], [1, 2, 3], [UInt8](repeating: 7, count: 125)] {
                try await client.send(SocketClient.ping, payload)
                #expect(try await client.frame() == .init(opcode: SocketClient.pong, payload: payload))
            }
        }
    }

    @Test func `a revoked key closes with 1008, and only its own subscribers`() async throws {
        var configuration = APIConfiguration()
        // Long enough for a client that is slow to answer pings.
        configuration.pingInterval = .seconds(1)
        try await withGateway(configuration) { gateway async throws in
            let group = try gateway.group(["de"])
            let revoked = try await SocketClient.watching(group, of: gateway)
            let other = try await SocketClient.watching(group, of: gateway, key: Gateway.serviceKey)
            _ = try gateway.store.revoke(
                KeyID(unchecked: "key_8YvN2cHs5JwB0uXf"), of: Gateway.organization,
                by: .operator, at: gateway.clock.wall.now())
            #expect(try await revoked.closeCode() == 1008)
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            #expect(try await other.object(of: "group.completed")["status"] == "completed")
        }
    }

    @Test func `a key that cannot be checked closes with 1011`() async throws {
        try await withGateway(Self.impatient) { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            gateway.store.fail(with: .underlying("x"))
            #expect(try await client.closeCode() == 1011)
            #expect(gateway.log.lines.contains { $0.message == "The key of subscribers cannot be checked." })
        }
    }

    @Test func `a server that stops closes with 1001 and waits for the client`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let clients = try await [
                SocketClient.watching(group, of: gateway), SocketClient.watching(group, of: gateway),
            ]
            for client in clients { _ = try await client.message() }
            async let codes = [clients[0].closeCode(), clients[1].closeCode()]
            await gateway.stop()
            #expect(try await codes == [1001, 1001])
        }
    }

    @Test func `a client that does not close is not waited for`() async throws {
        try await withGateway { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            await gateway.stop()
            #expect(try await client.frame().code == 1001)
            #expect(try await client.wire.isClosed())
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server that is cut short does not wait for subscribers`() async throws {
        // One that waited would do so for ever: the client stays.
        let held = Locked<SocketClient?>(nil)
        try await withGateway(isCutShort: true) { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            held.withLock { $0 = client }
        }
        held.withLock { $0 = nil }
    }

    @Test func `what a client says is ignored`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            try await client.send(SocketClient.text, Array("hello".utf8))
            try await client.send(2, [0xFF, 0xFE])
            try await client.send(SocketClient.text, [UInt8](repeating: 0x61, count: 4096))
            try await client.send(SocketClient.text, [0x61], isFinal: false)
            // Control frames may come within a message.
            try await client.send(SocketClient.ping, [1])
            try await client.send(0, [0x62], isFinal: false)
            try await client.send(0, [0x63])
            try await client.send(SocketClient.pong, [9])
            #expect(try await client.frame() == .init(opcode: SocketClient.pong, payload: [1]))
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            #expect(try await client.object()["type"] == "job.completed")
        }
    }

    @Test(arguments: [4097, 70_000, 1 << 40])
    func `a frame over the limit closes with 1009`(size: Int) async throws {
        try await withGateway { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            // The head alone says it.
            let head: [UInt8] =
                [0x82, 0xFF] + (0..<8).reversed().map { UInt8(size >> (8 * $0) & 255) } + [1, 2, 3, 4]
            try await client.wire.send(head + [UInt8](repeating: 0, count: min(size, 100_000)))
            let frame = try await client.frame()
            #expect(frame.opcode == SocketClient.close && frame.code == 1009)
            #expect(try await client.wire.isClosed())
        }
    }

    @Test(arguments: [
        SocketClient.bytes(1, [0x61], isMasked: false),
        SocketClient.bytes(1, [0x61], reserved: 0x40), SocketClient.bytes(9, [], reserved: 0x10),
        SocketClient.bytes(3, [0x61]), SocketClient.bytes(0xB, []),
        SocketClient.bytes(0, [0x61]),
        SocketClient.bytes(1, [0x61], isFinal: false) + SocketClient.bytes(1, [0x62]),
        SocketClient.bytes(9, [0x61], isFinal: false),
        SocketClient.bytes(9, [UInt8](repeating: 0, count: 126)),
        SocketClient.bytes(8, [3]), SocketClient.bytes(8, [3, 237]), SocketClient.bytes(8, [0, 1]),
        SocketClient.bytes(8, [3, 232, 0xFF]),
    ])
    func `what is not WebSocket closes with 1002`(bytes: [UInt8]) async throws {
        try await withGateway { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            try await client.wire.send(bytes)
            let frame = try await client.frame()
            #expect(frame.opcode == SocketClient.close && frame.code == 1002)
            #expect(try await client.wire.isClosed())
        }
    }

    @Test(arguments: [[], [3, 232], [3, 233], [15, 160] + Array("bye".utf8)])
    func `a client's close is answered with its code`(payload: [UInt8]) async throws {
        try await withGateway { gateway async throws in
            let client = try await SocketClient.watching(try gateway.group(["de"]), of: gateway)
            _ = try await client.message()
            try await client.send(SocketClient.close, payload)
            let answer = try await client.frame()
            #expect(answer == .init(opcode: SocketClient.close, payload: Array(payload.prefix(2))))
            #expect(try await client.wire.isClosed())
        }
    }

    @Test func `a client that just goes frees its place`() async throws {
        var configuration = APIConfiguration()
        configuration.maximumSubscribers = 1
        try await withGateway(configuration) { gateway async throws in
            let group = try gateway.group(["de"])
            for _ in 1...3 {
                var client: WireClient?
                var status = 429
                while status == 429 {
                    let next = try WireClient(port: gateway.port)
                    try await next.send(SocketClient.handshake(gateway, group.id.text))
                    status = try await next.response().status
                    client = next
                }
                #expect(status == 101)
                client?.finishSending()
            }
        }
    }
}
