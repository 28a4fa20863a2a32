// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress

/// Answers everybody when it is told to, and everybody again when it is told again.
final class HeldResolver: Resolver {
    private let waiters = Locked<[@Sendable (Answer) -> Void]>([])

    func lookUp(
        _ host: String, until deadline: ContinuousClock.Instant, _ done: @escaping @Sendable (Answer) -> Void
    ) {
        waiters.withLock { $0.append(done) }
    }

    func answer(_ addresses: [String]) {
        for done in waiters.withLock({ $0 }) { done(.success(addresses.compactMap(NetworkAddress.init))) }
    }
}
