// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GatewayCore
import Testing

@testable import GatewayEgress

@Suite(.timeLimit(.minutes(1))) struct SystemResolverTests {
    private static let address = ["127.0.0.7"].compactMap(NetworkAddress.init)

    /// Looks up when it is let, and knows what it was asked for.
    private final class Desk: Sendable {
        let door = DispatchSemaphore(value: 0)
        let names = Locked<[String]>([])

        func lookUp(_ name: String) -> Resolver.Answer {
            names.withLock { $0.append(name) }
            door.wait()
            return .success(SystemResolverTests.address)
        }
    }

    private func resolver(_ desk: Desk, threads: Int, waiters: Int = 100) -> SystemResolver {
        SystemResolver(threads: threads, waiters: waiters) { desk.lookUp($0) }
    }

    private func answer(
        of resolver: SystemResolver, for name: String, within time: Duration = .seconds(60)
    ) async -> Resolver.Answer {
        await withCheckedContinuation { continuation in
            resolver.lookUp(name, until: .now + time) { continuation.resume(returning: $0) }
        }
    }

    @Test func `the system is asked, and this machine's own names are known without it`() async {
        let resolver = SystemResolver(threads: 1, waiters: 1)
        #expect(await answer(of: resolver, for: "127.0.0.7") == .success(Self.address))
        for name in ["localhost", "Localhost.", "a.localhost"] {
            #expect(await answer(of: resolver, for: name) == .success(NetworkAddress.thisMachine))
        }
        // A label that long does not even leave the machine.
        guard case .failure(let error) = await answer(of: resolver, for: String(repeating: "a", count: 64))
        else {
            Issue.record("it has an address")
            return
        }
        #expect(error.reason.contains("has no address"))
    }

    @Test func `who asks for a name that is being looked up shares the answer, who asks later does not`()
        async
    {
        let desk = Desk()
        let resolver = resolver(desk, threads: 4)
        await withTaskGroup { group in
            group.addTask { await answer(of: resolver, for: "a.test") }
            await wait { !desk.names.withLock({ $0.isEmpty }) }
            let joined = Locked(0)
            for name in ["a.test", "A.TEST"] {
                resolver.lookUp(name, until: .now + .seconds(60)) { _ in joined.withLock { $0 += 1 } }
            }
            // Names are taken in order: when this one is, the ones before would have been.
            group.addTask { await answer(of: resolver, for: "b.test") }
            await wait { desk.names.withLock({ $0.contains("b.test") }) }
            for _ in 0..<2 {
                desk.door.signal()
                #expect(await group.next() == .success(Self.address))
            }
            await wait { joined.withLock({ $0 }) >= 2 }
        }
        desk.door.signal()
        #expect(await answer(of: resolver, for: "a.test") == .success(Self.address))
        #expect(desk.names.withLock { $0 } == ["a.test", "b.test", "a.test"])
    }

    @Test func `no more names are looked up at once than there may be threads`() async {
        let desk = Desk()
        let resolver = resolver(desk, threads: 2)
        await withTaskGroup { group in
            for index in 0..<10 { group.addTask { await answer(of: resolver, for: "\(index).test") } }
            for done in 0..<10 {
                await wait { desk.names.withLock({ $0.count }) >= min(done + 2, 10) }
                #expect(desk.names.withLock { $0.count } == min(done + 2, 10))
                desk.door.signal()
                #expect(await group.next() == .success(Self.address))
            }
        }
        #expect(Set(desk.names.withLock { $0 }).count == 10)
    }

    @Test func `a name whose turn comes after its deadline is not looked up`() async {
        let desk = Desk()
        let resolver = resolver(desk, threads: 1)
        await withTaskGroup { group in
            group.addTask { await answer(of: resolver, for: "slow.test") }
            await wait { !desk.names.withLock({ $0.isEmpty }) }
            resolver.lookUp("late.test", until: .now) { _ in Issue.record("it was looked up") }
            group.addTask {
                desk.door.signal()
                desk.door.signal()
                return await answer(of: resolver, for: "next.test")
            }
            await group.waitForAll()
        }
        #expect(desk.names.withLock { $0 } == ["slow.test", "next.test"])
    }

    @Test func `more than the limit may not wait, but those whose deadline passed make room`() async {
        let desk = Desk()
        let resolver = resolver(desk, threads: 1, waiters: 2)
        await withTaskGroup { group in
            group.addTask { await answer(of: resolver, for: "a.test") }
            await wait { !desk.names.withLock({ $0.isEmpty }) }
            resolver.lookUp("a.test", until: .now) { _ in Issue.record("it was waited for") }
            resolver.lookUp("b.test", until: .now + .seconds(60)) { #expect($0 == .success(Self.address)) }
            for name in ["a.test", "c.test"] {
                #expect(
                    await answer(of: resolver, for: name)
                        == .failure(ResolverError("too many names are being looked up")))
            }
            desk.door.signal()
            desk.door.signal()
            await group.waitForAll()
        }
        desk.door.signal()
        #expect(await answer(of: resolver, for: "d.test") == .success(Self.address))
        #expect(desk.names.withLock { $0 } == ["a.test", "b.test", "d.test"])
    }

    @Test func `the next exchange asks anew`() async throws {
        let names = Locked<[String]>([])
        let resolver = SystemResolver(threads: 1, waiters: 10) { name in
            names.withLock { $0.append(name) }
            return .success(Self.address)
        }
        for _ in 0..<3 { #expect(await answer(of: resolver, for: "a.test") == .success(Self.address)) }
        #expect(names.withLock { $0 } == ["a.test", "a.test", "a.test"])
    }
}
