// SPDX-License-Identifier: Apache-2.0

/// So much a minute, of which a sixth may come at once.
struct TokenBucket {
    private let perNanosecond: Double
    private let capacity: Double
    private var content: Double
    private var filledAt: Int64

    init(perMinute: Int, at now: Int64) {
        perNanosecond = Double(perMinute) / 60e9
        capacity = max(1, Double(perMinute) / 6)
        content = capacity
        filledAt = now
    }

    /// When so much may be taken, as far as nobody takes anything before. More than fits is taken from a full bucket, and
    /// paid off after that.
    func moment(for amount: Double, at now: Int64) -> Int64 {
        let missing = min(amount, capacity) - filled(at: now)
        return missing <= 0 ? now : now + Int64((missing / perNanosecond).rounded(.up))
    }

    /// When so much may be taken and half a bucket is left, as far as nobody takes anything before.
    func spareMoment(for amount: Double, at now: Int64) -> Int64 {
        moment(for: amount + capacity / 2, at: now)
    }

    /// Takes it, or gives back what is negative.
    mutating func take(_ amount: Double, at now: Int64) {
        content = min(capacity, filled(at: now) - amount)
        filledAt = max(filledAt, now)
    }

    private func filled(at now: Int64) -> Double {
        min(capacity, content + Double(max(0, now - filledAt)) * perNanosecond)
    }
}
