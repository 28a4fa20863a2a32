// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Keeps calls from a model that does not work, and finds out when it does again (docs/operations.md, "When an engine
/// fails").
///
/// It opens after failures in a row, after a time in which nearly all calls failed, and at once when the account is the
/// matter. After a pause one call is let through: its end closes the breaker, or opens it for twice as long. Failures that
/// concern a text are none of the model's.
struct Breaker {
    static let failuresInARow = 5
    /// Calls that are looked back on, as long as they are no older than ``window``.
    static let lookback = 20
    /// Of these so many: a text that a model cannot handle fails again and again while it is sought, and is no outage.
    static let failuresInLookback = 16
    static let window: Int64 = 60 * second
    static let firstPause: Int64 = 5 * second
    static let longestPause: Int64 = 300 * second
    /// Somebody has to act: pay, or mend a credential.
    static let accountPause: Int64 = 300 * second
    /// Where a provider that is asked too often does not say how long to wait.
    static let standardWait: Int64 = second
    static let longestWait: Int64 = 3600 * second
    private static let keptTransitions = 20
    private static let second: Int64 = 1_000_000_000

    struct Transition {
        let at: Int64
        let state: ProviderStatus.State
        let cause: String
    }

    private(set) var state = ProviderStatus.State.closed
    private(set) var cause = ""
    private(set) var history: [Transition] = []
    /// When the next call may be made: the end of a pause.
    private(set) var nextTry: Int64 = 0
    private var kind = ProviderError.Kind.unavailable
    private var isProbing = false
    private var pauses = 0
    private var inARow = 0
    private var last: [(at: Int64, isFailure: Bool)] = []

    /// Why a call must not be made now; `nil`: it may, and its end has to be told to ``ended(_:at:isProbe:)``.
    mutating func refusal(at now: Int64, name: @autoclosure () -> String) -> ProviderError? {
        let left = nextTry - now
        if left > 0 {
            let words = state == .open ? "is not asked for a while" : "asked for a pause"
            return ProviderError(
                state == .open ? kind : .rateLimited, "\(name()) \(words): \(cause)",
                retryAfter: .milliseconds((left + 999_999) / 1_000_000))
        }
        guard state != .closed else { return nil }
        guard !isProbing else {
            return ProviderError(
                kind, "\(name()) is being tried again after: \(cause)", retryAfter: .seconds(1))
        }
        isProbing = true
        change(to: .halfOpen, cause, at: now)
        return nil
    }

    /// Whether calls are made without a doubt: it is closed, and nobody asked for a pause.
    func isTrusted(at now: Int64) -> Bool { state == .closed && nextTry <= now }

    /// Takes how a call ended; `nil`: well.
    mutating func ended(_ error: ProviderError?, at now: Int64) {
        let wasProbing = isProbing
        isProbing = false
        guard let error else { return succeeded(at: now) }
        switch error.kind {
        case .cancelled:
            // Says nothing; the next call tries again.
            if wasProbing, state == .halfOpen { change(to: .open, cause, at: now) }
        case .invalidInput, .unsupportedPair, .refused: succeeded(at: now)
        case .rateLimited:
            succeeded(at: now)
            let wait = error.retryAfter.map(Self.nanoseconds) ?? Self.standardWait
            nextTry = max(nextTry, now + min(wait, Self.longestWait))
            cause = error.message
        case .unauthorized, .quota:
            let wait = error.retryAfter.map { min(Self.nanoseconds($0), Self.longestWait) }
            open(error, for: max(wait ?? 0, Self.accountPause), at: now)
        case .timedOut, .unavailable, .broken: failed(error, at: now)
        }
    }

    /// Forgets what was: the next call is made.
    mutating func reset(at now: Int64) {
        guard state != .closed || nextTry > now else { return }
        (nextTry, pauses, inARow, last, isProbing) = (0, 0, 0, [], false)
        change(to: .closed, "an operator asked for it", at: now)
    }

    private mutating func succeeded(at now: Int64) {
        inARow = 0
        // Successes count only beside failures, and nearly always there are none.
        if !last.isEmpty { note(false, at: now) }
        guard state != .closed else { return }
        (pauses, nextTry, last) = (0, 0, [])
        change(to: .closed, "a call succeeded", at: now)
    }

    private mutating func failed(_ error: ProviderError, at now: Int64) {
        // Nonsense and crashes may be a text's doing: they count by their share alone.
        if error.kind != .broken, !error.isCrash { inARow += 1 }
        note(true, at: now)
        let isBad = inARow >= Self.failuresInARow || last.count(where: \.isFailure) >= Self.failuresInLookback
        guard state != .closed || isBad else { return }
        let pause = min(Self.firstPause << min(pauses, 10), Self.longestPause)
        pauses += 1
        let wait = error.retryAfter.map { min(Self.nanoseconds($0), Self.longestWait) } ?? 0
        open(error, for: max(pause, wait), at: now)
    }

    private mutating func open(_ error: ProviderError, for pause: Int64, at now: Int64) {
        kind = error.kind == .unauthorized || error.kind == .quota ? error.kind : .unavailable
        nextTry = max(nextTry, now + pause)
        (inARow, last) = (0, [])
        change(to: .open, "\(error.kind.rawValue): \(error.message)", at: now)
    }

    private mutating func note(_ isFailure: Bool, at now: Int64) {
        last.removeAll { $0.at < now - Self.window }
        last.append((now, isFailure))
        if last.count > Self.lookback { last.removeFirst() }
    }

    private mutating func change(to new: ProviderStatus.State, _ reason: String, at now: Int64) {
        // Calls that began before it opened end after that: no news.
        guard new != state || new == .open && reason != cause else { return }
        (state, cause) = (new, reason)
        history.append(Transition(at: now, state: new, cause: reason))
        if history.count > Self.keptTransitions { history.removeFirst() }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return min(max(0, seconds), 86_400) * second + attoseconds / 1_000_000_000
    }
}
