// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// How fast each model has been, so that a synchronous call that cannot end in time is refused at once.
final class RateMeter: Sendable {
    private struct Rate {
        var bytesPerSecond: Double
        var measuredBytes: Int
    }

    private let rates = Locked<[ModelName: Rate]>([:])
    /// Below so many bytes a rate is no evidence.
    private static let evidence = 10_000
    /// Weight of a new measurement of at least 1,000 bytes.
    private static let weight = 0.2

    /// Takes in one call. Small calls weigh little: what they measure is the overhead of a call.
    func record(bytes: Int, took duration: Duration, for name: ModelName) {
        let seconds = max(duration.inSeconds, 1e-6)
        let rate = Double(bytes) / seconds
        let weight = Self.weight * min(1, Double(bytes) / 1000)
        rates.withLock { rates in
            guard var known = rates[name] else {
                rates[name] = Rate(bytesPerSecond: rate, measuredBytes: bytes)
                return
            }
            known.bytesPerSecond += (rate - known.bytesPerSecond) * weight
            known.measuredBytes = min(known.measuredBytes + bytes, Self.evidence)
            rates[name] = known
        }
    }

    /// Seconds that so many bytes will take, or `nil` without evidence.
    func seconds(for bytes: Int, name: ModelName, parallel: Int) -> Double? {
        guard let rate = rates.withLock({ $0[name] }), rate.measuredBytes >= Self.evidence else { return nil }
        return Double(bytes) / (rate.bytesPerSecond * Double(max(1, parallel)))
    }
}
