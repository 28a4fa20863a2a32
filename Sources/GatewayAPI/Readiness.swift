// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import ServiceLifecycle

/// Whether the process still wants requests.
final class Readiness: Sendable {
    private let draining = Locked(false)

    var isDraining: Bool { draining.withLock { $0 } }

    func startDraining() { draining.withLock { $0 = true } }
}

/// Says that the end is near, early enough for a load balancer to notice.
struct DrainAnnouncement: Service {
    let readiness: Readiness
    let delay: Duration

    func run() async throws {
        try? await gracefulShutdown()
        readiness.startDraining()
        try? await Task.sleep(for: delay)
    }
}
