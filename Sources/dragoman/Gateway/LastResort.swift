// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import ServiceLifecycle

/// Ends the process when it does not end by itself, as when a plugin never returns. What is durable stays so, and
/// what was in flight runs again after the next start.
struct LastResort: Service {
    let limit: Duration

    func run() async throws {
        try await gracefulShutdown()
        let seconds = UInt32(limit.components.seconds)
        startThread {
            sleep(seconds)
            StandardError.write("dragoman: something did not stop in time; leaving without it")
            _exit(1)
        }
    }
}
