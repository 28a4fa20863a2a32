// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayWork

@Suite struct BacklogTests {
    @Test func `work is done a few at once, and one that is slow holds up no more than its own place`() async
    {
        let backlog = Backlog<Int>(most: 10, size: 10, parallel: 2)
        let (open, most, done) = (Locked(0), Locked(0), Locked<[Int]>([]))
        for number in 0..<6 { backlog.offer(number, size: 1) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await backlog.run { number in
                    let now = open.withLock { open in
                        open += 1
                        return open
                    }
                    most.withLock { $0 = max($0, now) }
                    // Whoever may begin has begun by then.
                    for _ in 0..<100 { await Task.yield() }
                    // The first is done when all others are.
                    while number == 0, done.withLock({ $0.count }) < 5 { await Task.yield() }
                    done.withLock { $0.append(number) }
                    open.withLock { $0 -= 1 }
                }
            }
            while done.withLock({ $0.count }) < 6 { await Task.yield() }
            group.cancelAll()
        }
        #expect(done.withLock { $0 } == [1, 2, 3, 4, 5, 0])
        #expect(most.withLock { $0 } == 2)
    }

    @Test func `what finds no room by number or by size is not done`() async {
        let backlog = Backlog<Int>(most: 3, size: 10, parallel: 1)
        for (number, size) in [(0, 6), (1, 5), (2, 4), (3, 0), (4, 0)] { backlog.offer(number, size: size) }
        var done: [Int] = []
        await backlog.drain { done.append($0) }
        #expect(done == [0, 2, 3])
        // What was done has left its room.
        backlog.offer(5, size: 10)
        await backlog.drain { done.append($0) }
        #expect(done == [0, 2, 3, 5])
    }
}
