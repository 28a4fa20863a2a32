// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Live progress": many subscribers, and slow ones.
@Suite struct SocketLoadTests {
    @Test func `a thousand subscribers see snapshot, counts that only rise, and the end`() async throws {
        try await withGateway { gateway async throws in
            let groups = try (0..<10).map { _ in try gateway.group((0..<8).map { "x-job\($0)" }) }
            let crowd = try SubscriberCrowd(groups, 100, of: gateway)
            // Jobs move while subscribers are still coming.
            let (store, jobs) = (gateway.store, groups.flatMap(\.jobs).map(\.id))
            await onThread { for id in jobs { store.update(id) { $0.status = .processing } } }
            _ = try await crowd.read { $0.messages > 0 }
            async let members = crowd.read { $0.endedWith != nil }
            await onThread {
                for done in 1...9 { for id in jobs { store.update(id) { $0.segmentsDone = done } } }
                for id in jobs { store.update(id) { ($0.status, $0.segmentsDone) = (.completed, 10) } }
            }
            for member in try await members {
                #expect(member.fault == nil)
                #expect(member.isToldTheEnd && member.completedJobs == 8)
                #expect(member.endedWith == 1000)
                // The end of each job is told by itself, however fast they come.
                #expect(member.messages >= 1 + 8 + 1)
            }
        }
    }

    @Test(arguments: [false, true])
    func `a slow reader gets the newest state and the end, and delays nobody`(
        doesReadBeforeTheEnd: Bool
    ) async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group((0..<100).map { "x-job\($0)" }, segments: 50)
            let (store, jobs) = (gateway.store, group.jobs.map(\.id))
            let slow = try await SocketClient.watching(group, of: gateway, receiveBuffer: 4096)
            let fast = try await SocketClient.watching(group, of: gateway)
            // Each message is of 10 KiB; all together are more than the system holds for one connection.
            var count = 0
            for done in 1...20 {
                await onThread {
                    for id in jobs { store.update(id) { ($0.status, $0.segmentsDone) = (.processing, done) } }
                }
                count += try await messages(fast) { $0.contains(Self.last(of: done, jobs)) }
            }
            // Everybody else has it all; only now the slow one begins to read, and comes to the same state.
            if doesReadBeforeTheEnd {
                let seen = try await messages(slow) { $0.contains(Self.last(of: 20, jobs)) }
                #expect(seen < count)
            }
            await onThread { for id in jobs { store.update(id) { $0.status = .completed } } }
            for client in [fast, slow] {
                let end = try await client.object(of: "group.completed")
                #expect(end.count("completedJobs") == 100)
                #expect(try await client.closeCode() == 1000)
            }
        }
    }

    /// How the last job stands when all have so many segments.
    private static func last(of done: Int, _ jobs: [JobID]) -> String {
        #""\#(jobs[jobs.count - 1])":{"locale":"x-job99","status":"processing","run":1,"segmentsDone":\#(done),"#
    }

    /// Reads up to a message that is as wanted. Returns how many it were.
    private func messages(
        _ client: SocketClient, until isLast: (String) -> Bool
    ) async throws -> Int {
        var count = 1
        while try await !isLast(client.message()) { count += 1 }
        return count
    }
}
