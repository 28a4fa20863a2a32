// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import GatewayCore

/// The text of `/metrics`: what was counted, and what waits right now.
struct GatewayMetrics: Sendable {
    /// What every part of the process counts with; it can be set up once only.
    static let registry: PrometheusRegistry = {
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        return registry
    }()

    let store: any Store
    let clock: WallClock

    func text() async throws -> String {
        let (state, now) = (try await store.queueState(), clock.now())
        func age(_ moment: Timestamp?) -> Double {
            max(0, Double(now.milliseconds - (moment ?? now).milliseconds) / 1000)
        }
        let gauges: [(String, [(String, String)], Double)] = [
            ("dragoman.jobs", [("phase", "ready")], Double(state.ready)),
            ("dragoman.jobs", [("phase", "waiting")], Double(state.waiting)),
            ("dragoman.jobs", [("phase", "leased")], Double(state.leased)),
            ("dragoman.job.queue.age.seconds", [], age(state.oldestReady)),
            ("dragoman.deliveries.open", [], Double(state.openDeliveries)),
            ("dragoman.delivery.lag.seconds", [], age(state.oldestDelivery)),
        ]
        for (label, dimensions, value) in gauges {
            Self.registry.makeMeter(label: label, dimensions: dimensions).set(value)
        }
        return Self.registry.text
    }
}
