// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Whether the process still wants requests.
final class Readiness: Sendable {
    private let draining = Locked(false)

    var isDraining: Bool { draining.withLock { $0 } }

    func startDraining() { draining.withLock { $0 = true } }
}
