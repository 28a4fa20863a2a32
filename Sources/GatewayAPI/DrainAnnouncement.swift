// SPDX-License-Identifier: Apache-2.0
import ServiceLifecycle

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
