// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import GatewayCore

/// A number that goes up, or up and down.
final class MetricValue: CounterHandler, MeterHandler, Sendable {
    private let value = Locked(0.0)

    /// As it is written: whole numbers without a fraction.
    var number: String {
        let value = value.withLock { $0 }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func set(_ value: Int64) { self.value.withLock { $0 = Double(value) } }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func reset() { value.withLock { $0 = 0 } }
}
