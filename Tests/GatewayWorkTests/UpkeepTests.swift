// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Logging
import ServiceLifecycle
import Testing

@testable import GatewayWork

/// What keeps results safe and the database small.
@Suite(.timeLimit(.minutes(1))) struct UpkeepTests {
    /// Fails with `errors`, one a call, and then gives the number of calls.
    private func calls(_ errors: [StoreError]) -> @Sendable () async throws -> Int {
        let made = Locked(0)
        return {
            let call = made.withLock { made in
                made += 1
                return made
            }
            if call <= errors.count { throw errors[call - 1] }
            return call
        }
    }

    @Test func `a write that fails for a moment is made again`() async throws {
        #expect(try await persistently(calls([])) == 1)
        #expect(try await persistently(calls([.full, .underlying("disk I/O error")])) == 3)
    }

    @Test func `a write that goes on failing fails with its last error`() async {
        await #expect(throws: StoreError.underlying("last")) {
            try await persistently(calls([.full, .full, .full, .underlying("last"), .full]))
        }
    }

    @Test func `a store that is closed is not asked again`() async throws {
        let body = calls([.closed])
        await #expect(throws: StoreError.closed) { try await persistently(body) }
        #expect(try await body() == 2)
    }

    @Test func `groups go when they have been over for long enough, and no other`() async throws {
        let bench = try await Bench([spanish()])
        let old = try await bench.submit(#"{"a":"one"}"#, to: ["es"])
        _ = try await bench.run(until: old)
        let open = try await bench.submit(#"{"a":"two"}"#, to: ["es"])
        let (store, organization) = (bench.store, bench.engine.organization)
        let later = WallClock { WallClock.system.now() + .seconds(100) }
        let retention = makeRetention(
            keep: .seconds(60), store: store, clock: later,
            logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await retention.run() }
            while try await store.group(old, of: organization) != nil { await Task.yield() }
            tasks.cancelAll()
        }
        #expect(try await store.group(open, of: organization) != nil)
        await bench.end()
    }

    @Test func `translations are forgotten when they are old, and what people approved is not`() async throws
    {
        let store = FakeStore()
        let organization = OrganizationID(unchecked: "org_0000000000000001")
        func entry(_ number: UInt8, _ origin: MemoryOrigin, at moment: Timestamp) -> NewMemoryEntry {
            NewMemoryEntry(
                organization: organization, engine: nil,
                pair: LocalePair(source: tag("en"), target: tag("es")),
                key: Array(repeating: number, count: 16),
                fingerprint: origin == .person ? [] : Array(repeating: 0, count: 16), source: "\(number)",
                target: "x", model: nil, origin: origin, createdAt: moment)
        }
        let now = Timestamp(milliseconds: 1_767_605_400_000)
        let old = Timestamp(milliseconds: now.milliseconds - 100_000)
        let entries = [entry(1, .machine, at: old), entry(2, .person, at: old), entry(3, .machine, at: now)]
        _ = try await store.remember(entries, limit: 9)
        let retention = makeRetention(
            keep: nil, keepMemory: .seconds(60), store: store, clock: WallClock { now }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await retention.run() }
            while try await store.memory(MemoryQuery(), of: organization).count > 2 { await Task.yield() }
            tasks.cancelAll()
        }
        let left = try await store.memory(MemoryQuery(), of: organization)
        #expect(left.map(\.entry.source) == ["3", "2"])
    }
}
