// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Metrics

/// Counts and times requests by route and status (docs/operations.md, "Metrics").
///
/// What a request needs is looked up once for each route and status and kept: making it anew costs more than many
/// requests do.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let status: UInt
    }

    private let timers = Locked<[Key: Timer]>([:])

    /// Notes the answer to a request; `route` is a template, so that there are never many.
    func record(route: String, status: UInt, took duration: Duration) {
        let key = Key(route: route, status: status)
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let timer = Timer(
                label: "dragoman.http.requests", dimensions: [("route", route), ("status", String(status))])
            timers[key] = timer
            return timer
        }
        timer.recordNanoseconds(
            duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }
}
