// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// How a provider's model has fared: its breaker, and what its last calls were like.
struct ModelHealth {
    private static let keptTimes = 256

    var breaker = Breaker()
    private var calls = 0
    private var failures = 0
    /// Of the last calls, in nanoseconds.
    private var times: [Int64] = []

    /// Takes the end of a call; one that was not made has no beginning.
    mutating func ended(_ error: ProviderError?, began: Int64?, at now: Int64) {
        breaker.ended(error, at: now)
        guard let began else { return }
        calls += 1
        if let error {
            if Self.isFailure(error) { failures += 1 }
        } else if times.count < Self.keptTimes {
            times.append(now - began)
        } else {
            times[calls % Self.keptTimes] = now - began
        }
    }

    private static func isFailure(_ error: ProviderError) -> Bool {
        switch error.kind {
        case .invalidInput, .unsupportedPair, .refused, .cancelled: false
        case .rateLimited, .quota, .unauthorized, .timedOut, .unavailable, .broken: true
        }
    }

    /// For people.
    func status(as name: String, at now: Int64, _ clock: RoutingClock) -> ProviderStatus.Model {
        let times = times.sorted()
        func time(_ share: Double) -> Double? {
            times.isEmpty ? nil : Double(times[min(times.count - 1, Int(Double(times.count) * share))]) / 1e9
        }
        return ProviderStatus.Model(
            name: name, state: breaker.state, cause: breaker.cause,
            since: breaker.history.last.map { clock.wallTime(of: $0.at) },
            nextTry: breaker.nextTry > now ? clock.wallTime(of: breaker.nextTry) : nil, calls: calls,
            failures: failures, medianTime: time(0.5), longTime: time(0.99),
            history: breaker.history.map {
                .init(at: clock.wallTime(of: $0.at), state: $0.state, cause: $0.cause)
            })
    }
}
