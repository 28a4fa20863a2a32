// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayEgress

/// How an exchange gets from a name to a connection.
@Suite(.timeLimit(.minutes(1))) struct ResolutionTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func client(_ resolver: ScriptedResolver, limits: EgressLimits = EgressLimits()) throws
        -> EgressClient
    {
        try makeOutbound(EgressRules(allowLoopback: true), limits: limits, resolver: resolver)
    }

    @Test func `a name whose address changes to a forbidden one is refused, although a connection is open`()
        async throws
    {
        let server = try LoopbackServer(host: "127.0.0.2", keepsOpen: true) { _ in Self.answer }
        let resolver = ScriptedResolver([
            "rebound.test": [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2", "10.0.0.1"], ["127.0.0.2"]]
        ])
        let rules = EgressRules(networks: ["127.0.0.2/32"].compactMap(AddressRange.init))
        let client = try makeOutbound(rules, resolver: resolver)
        let url = "http://rebound.test:\(server.port)/"
        #expect(await client.get(url).status == 200)
        #expect(
            await client.get(url).failure
                == .forbidden(
                    reason: "rebound.test leads to 127.0.0.1: the address belongs to this machine"))
        #expect(
            await client.get(url).failure
                == .forbidden(
                    reason: "rebound.test leads to 10.0.0.1: the address is private or reserved"))
        #expect(await client.get(url).status == 200)
        #expect(resolver.names.count == 4)
        #expect(server.requests.count == 2 && server.connections == 1)
        await client.stop()
    }

    @Test func `a connection is made to the address that was found, and the server is told the name`()
        async throws
    {
        let first = try LoopbackServer(Self.answer)
        let second = try LoopbackServer(Self.answer, host: "127.0.0.2", port: first.port)
        let resolver = ScriptedResolver(["Moving.test": [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"]]])
        let client = try client(resolver)
        for path in ["a", "b", "c"] {
            #expect(await client.get("http://Moving.test:\(first.port)/\(path)").status == 200)
        }
        #expect(first.targets == ["GET /a", "GET /c"])
        #expect(second.targets == ["GET /b"])
        #expect(second.requests.first?.contains("Host: Moving.test:\(first.port)\r\n") == true)
        await client.stop()
    }

    @Test func `exchanges that wait for the same host connect each to the address that was found for it`()
        async throws
    {
        let first = try LoopbackServer { $0.hasPrefix("GET /held") ? nil : Self.answer }
        let second = try LoopbackServer(Self.answer, host: "127.0.0.2", port: first.port)
        let resolver = ScriptedResolver([
            "moving.test": [["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]], "other.test": [["127.0.0.2"]],
        ])
        let client = try client(resolver, limits: EgressLimits(connectionsPerHost: 1))
        @Sendable func url(_ path: String) -> String { "http://moving.test:\(first.port)/\(path)" }
        let isReleased = Locked(false)
        await withTaskGroup { group in
            group.addTask {
                await withTaskGroup { held in
                    held.addTask { await client.get(url("held")).status }
                    await wait { isReleased.withLock({ $0 }) }
                    held.cancelAll()
                    return await held.next() ?? 0
                }
            }
            await wait { !first.requests.isEmpty }
            for (path, count) in [("a", 2), ("b", 3)] {
                group.addTask { await client.get(url(path)).status }
                await wait { resolver.names.count >= count }
            }
            // By when this one is answered, those before have come to libcurl.
            #expect(await client.get("http://other.test:\(first.port)/other").status == 200)
            isReleased.withLock { $0 = true }
            #expect(await group.reduce(into: []) { $0.append($1) }.sorted() == [0, 200, 200])
        }
        #expect(first.targets == ["GET /held", "GET /a"])
        #expect(second.targets == ["GET /other", "GET /b"])
        await client.stop()
    }

    @Test func `an address that does not answer gives way to the next`() async throws {
        let server = try LoopbackServer(Self.answer, host: "127.0.0.3")
        let resolver = ScriptedResolver(["several.test": [["127.0.0.2", "::1", "127.0.0.3"]]])
        let client = try client(resolver)
        #expect(await client.get("http://several.test:\(server.port)/").status == 200)
        await client.stop()
    }

    @Test func `not even libcurl's own idea of a name leads anywhere else`() async throws {
        let server = try LoopbackServer(Self.answer)
        let client = try client(ScriptedResolver(["localhost": [["127.0.0.9"]]]))
        #expect(await client.get("http://localhost:\(server.port)/").failure != nil)
        #expect(server.connections == 0)
        await client.stop()
    }

    @Test(arguments: ["localhost", "localhost.", "a.localhost"])
    func `the system's resolver leads this machine's names to it, for development`(host: String) async throws
    {
        let server = try LoopbackServer(Self.answer)
        let result = try await exchange(
            OutboundRequest(method: "GET", url: "http://\(host):\(server.port)/", timeout: .seconds(10)))
        #expect(result.status == 200)
    }

    @Test func `a name without addresses is unreachable`() async throws {
        let resolver = ScriptedResolver(answers: [
            "gone.test": [.failure(ResolverError("gone.test is gone"))], "empty.test": [.success([])],
        ])
        let client = try client(resolver)
        #expect(await client.get("http://gone.test/").failure == .unreachable("gone.test is gone"))
        #expect(await client.get("http://empty.test/").failure == .unreachable("empty.test has no address"))
        await client.stop()
    }

    @Test func `a resolver that never answers uses the exchange's time up`() async throws {
        let client = try client(ScriptedResolver())
        let request = OutboundRequest(method: "GET", url: "http://silent.test/", timeout: .milliseconds(50))
        let duration = await ContinuousClock().measure {
            #expect(await client.result(of: request).failure == .timedOut)
        }
        // Without the limit it would take for ever, and the suite's time with it.
        #expect(duration >= .milliseconds(50))
        await client.stop()
    }

    @Test func `an answer of the resolver that comes too late is of no use`() async throws {
        let server = try LoopbackServer(Self.answer)
        let resolver = HeldResolver()
        let client = try makeOutbound(EgressRules(allowLoopback: true), resolver: resolver)
        let request = OutboundRequest(
            method: "GET", url: "http://late.test:\(server.port)/", timeout: .milliseconds(20))
        #expect(await client.result(of: request).failure == .timedOut)
        resolver.answer(["127.0.0.1"])
        resolver.answer(["127.0.0.1"])
        // One that comes after shows that the loop has seen them.
        #expect(await client.get("http://127.0.0.1:\(server.port)/").status == 200)
        #expect(server.requests.count == 1)
        await client.stop()
        resolver.answer(["127.0.0.1"])
    }

    @Test func `cancelling and stopping end an exchange that still waits for addresses`() async throws {
        let resolver = ScriptedResolver()
        let client = try client(resolver, limits: EgressLimits(exchanges: 1))
        await withTaskGroup { group in
            group.addTask { await client.get("http://silent.test/").failure }
            await wait { !resolver.names.isEmpty }
            group.addTask { await client.get("http://other.test/").failure }
            #expect(await group.next() == .unreachable("too many exchanges are open"))
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        await withTaskGroup { group in
            group.addTask { await client.get("http://silent.test/").failure }
            await wait { resolver.names.count >= 2 }
            await client.stop()
            #expect(await group.next() == .cancelled)
        }
        #expect(resolver.names == ["silent.test", "silent.test"])
    }
}
