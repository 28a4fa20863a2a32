// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Threads that do the same at the same time, for checks.
enum Parallel {
    /// What `body` gives on so many threads, in order of their numbers. Waits for all of them.
    static func run<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) -> Result
    ) -> [Result] {
        let results = Monitor<[Int: Result]>([:])
        for index in 0..<count {
            startThread {
                let result = body(index)
                results.change { $0[index] = result }
            }
        }
        return results.wait { found in
            found.count == count ? .done((0..<count).compactMap { found[$0] }) : .wait
        }
    }
}
