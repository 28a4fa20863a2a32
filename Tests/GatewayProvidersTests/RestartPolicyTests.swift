// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import GatewayProviders

@Suite struct RestartPolicyTests {
    private static let millisecond: Int64 = 1_000_000

    @Test func `waits double with each crash, up to half a minute, and begin anew after a call was done`() {
        var policy = RestartPolicy(crashesInARow: 100, crashesAMinute: 100)
        let waits = (0..<11).map { policy.crashed(at: Int64($0) * Self.millisecond, isExplained: false) }
        let expected: [Int64] = [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]
        #expect(waits == expected.map { .restart(after: $0 * Self.millisecond) })
        policy.succeeded()
        let decision1 = policy.crashed(at: 0, isExplained: false)
        #expect(decision1 == .restart(after: 100 * Self.millisecond))
    }

    @Test func `crashes that one call explains do not make the wait longer`() {
        var policy = RestartPolicy(crashesInARow: 100, crashesAMinute: 100)
        for _ in 0..<9 {
            let decision2 = policy.crashed(at: 0, isExplained: true)
            #expect(decision2 == .restart(after: 100 * Self.millisecond))
        }
    }

    @Test func `too many in a row, or in a minute, put it out of service`() {
        var policy = RestartPolicy(crashesInARow: 3, crashesAMinute: 5)
        for _ in 0..<2 { _ = policy.crashed(at: 0, isExplained: true) }
        let decision3 = policy.crashed(at: 0, isExplained: true)
        #expect(decision3 == .pause(30_000 * Self.millisecond))
        var other = RestartPolicy(crashesInARow: 3, crashesAMinute: 5)
        for _ in 0..<4 {
            _ = other.crashed(at: 0, isExplained: true)
            other.succeeded()
        }
        let decision4 = other.crashed(at: 59_000 * Self.millisecond, isExplained: true)
        #expect(decision4 == .pause(30_000 * Self.millisecond))
        other.succeeded()
        // A minute later the others do not count any more.
        let decision5 = other.crashed(at: 61_000 * Self.millisecond, isExplained: true)
        #expect(decision5 == .restart(after: 100 * Self.millisecond))
    }
}
