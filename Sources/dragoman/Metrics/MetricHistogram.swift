// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import GatewayCore

/// How often a time, in seconds, was below each of some bounds.
final class MetricHistogram: RecorderHandler, TimerHandler, Sendable {
    private struct State {
        var counts = [UInt64](repeating: 0, count: MetricHistogram.bounds.count)
        var count: UInt64 = 0
        var sum = 0.0
    }

    private static let bounds = [
        0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    private let state = Locked(State())

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) * 1e-9) }

    func record(_ value: Double) {
        state.withLock { state in
            state.count += 1
            state.sum += value
            if let place = Self.bounds.firstIndex(where: { value <= $0 }) { state.counts[place] += 1 }
        }
    }

    /// The lines of a histogram with these labels.
    func text(named name: String, labels: String) -> String {
        let state = state.withLock { $0 }
        let head = labels.isEmpty ? "" : labels + ","
        var text = ""
        var below: UInt64 = 0
        for (bound, count) in zip(Self.bounds, state.counts) {
            below += count
            text += "\(name)_bucket{\(head)le=\"\(bound)\"} \(below)\n"
        }
        let braced = PrometheusRegistry.braced(labels)
        return text + "\(name)_bucket{\(head)le=\"+Inf\"} \(state.count)\n\(name)_sum\(braced) \(state.sum)\n"
            + "\(name)_count\(braced) \(state.count)\n"
    }
}
