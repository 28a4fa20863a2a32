// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress
import Glibc
import Testing

/// Every limit is far below the suite's, which is what a broken one runs into.
@Suite(.timeLimit(.minutes(1))) struct TimeLimitTests {
    private static let short: Duration = .milliseconds(50)
    private static let long: Duration = .seconds(600)

    private func request(_ server: LoopbackServer, firstByte: Duration? = nil) -> OutboundRequest {
        OutboundRequest(
            method: "GET", url: "http://127.0.0.1:\(server.port)/", timeout: Self.long,
            firstByteTimeout: firstByte)
    }

    @Test(arguments: [nil, "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"])
    func `an answer that does not begin in time is given up, whatever announces it`(head: String?)
        async throws
    {
        let server = try LoopbackServer(keepsOpen: true) { _ in head }
        let limits = EgressLimits(firstByteTime: Self.short)
        #expect(try await exchange(request(server), limits: limits).failure == .timedOut)
    }

    @Test func `a request's own time for the beginning of its answer counts`() async throws {
        let server = try LoopbackServer(nil)
        #expect(try await exchange(request(server, firstByte: Self.short)).failure == .timedOut)
        let quick = try LoopbackServer("HTTP/1.1 204 No Content\r\n\r\n")
        let limits = EgressLimits(firstByteTime: .nanoseconds(1))
        #expect(try await exchange(request(quick, firstByte: Self.long), limits: limits).status == 204)
    }

    @Test(arguments: ["", "some"])
    func `an answer that begins and then hardly goes on is given up`(body: String) async throws {
        let server = try LoopbackServer(keepsOpen: true) { _ in
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n\(body)"
        }
        let limits = EgressLimits(minimumSpeed: 1000, slowTime: Self.short)
        #expect(try await exchange(request(server), limits: limits).failure == .timedOut)
    }

    @Test func `any speed will do where none is wanted`() async throws {
        let server = try LoopbackServer(keepsOpen: true) { _ in "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
        }
        let client = try makeOutbound(
            EgressRules(allowLoopback: true),
            limits: EgressLimits(minimumSpeed: 0, slowTime: .milliseconds(1)))
        await withTaskGroup(of: OutboundError?.self) { group in
            group.addTask { [self] in await client.result(of: request(server)).failure }
            await passTime(client)
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        await client.stop()
    }

    @Test func `who waits for a connection waits within its own time, and not at its answer's cost`()
        async throws
    {
        let isReleased = Locked(false)
        let server = try LoopbackServer(keepsOpen: true) { request in
            while request.hasPrefix("GET /held"), !isReleased.withLock({ $0 }) { sched_yield() }
            return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        }
        let client = try makeOutbound(
            EgressRules(allowLoopback: true), limits: EgressLimits(connectionsPerHost: 1))
        await withTaskGroup(of: Int.self) { group in
            group.addTask { [self] in
                var held = request(server)
                held.url += "held"
                return await client.result(of: held).status
            }
            await wait { !server.requests.isEmpty }
            var late = request(server)
            late.timeout = Self.short
            #expect(await client.result(of: late).failure == .timedOut)
            group.addTask { [self] in
                await client.result(of: request(server, firstByte: .milliseconds(200))).status
            }
            for _ in 0..<6 { await passTime(client) }
            isReleased.withLock { $0 = true }
            #expect(await group.reduce(into: []) { $0.append($1) } == [200, 200])
        }
        #expect(server.connections == 1)
        await client.stop()
    }

    @Test func `no more connections are made than there may be`() async throws {
        let isReleased = Locked(false)
        let answer: LoopbackServer.Answer = { _ in
            while !isReleased.withLock({ $0 }) { sched_yield() }
            return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        }
        let servers = try (0..<2).map { _ in try LoopbackServer(keepsOpen: true, answer: answer) }
        let client = try makeOutbound(EgressRules(allowLoopback: true), limits: EgressLimits(connections: 1))
        await withTaskGroup(of: Int.self) { group in
            for server in servers {
                group.addTask { [self] in await client.result(of: request(server)).status }
            }
            await wait { servers.contains { !$0.requests.isEmpty } }
            await passTime(client)
            #expect(servers.reduce(0) { $0 + $1.connections } == 1)
            isReleased.withLock { $0 = true }
            #expect(await group.reduce(into: []) { $0.append($1) } == [200, 200])
        }
        await client.stop()
    }

    /// Lets the loop's own time go by, so that whatever was due by then has happened.
    private func passTime(_ client: EgressClient) async {
        let silent = OutboundRequest(method: "GET", url: "http://127.0.0.99:9/", timeout: Self.short)
        let start = ContinuousClock.now
        while ContinuousClock.now - start < Self.short { _ = await client.result(of: silent) }
    }
}
