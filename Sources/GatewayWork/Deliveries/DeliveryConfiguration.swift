// SPDX-License-Identifier: Apache-2.0

/// How results are handed over.
public struct DeliveryConfiguration: Sendable {
    /// Waits between attempts, so there is one attempt more than waits.
    public var waits: [Duration]
    /// Time for one attempt, from the look-up of the receiver's address to its answer.
    public var timeout: Duration
    /// A longer output is left out of the body, which then tells where to read it.
    public var maximumDataBytes: Int
    /// Receivers that are served at the same time.
    public var parallelReceivers: Int
    /// Deliveries under way to one receiver: with 1, in the order in which jobs end.
    public var parallelPerReceiver: Int
    /// Time for attempts under way to end when the process stops, before they are given back.
    public var drain: Duration

    /// Makes a configuration; the defaults are the documented schedule.
    public init(
        waits: [Duration] = [.seconds(5), .seconds(30), .seconds(120), .seconds(600)],
        timeout: Duration = .seconds(15), maximumDataBytes: Int = 1 << 20, parallelReceivers: Int = 64,
        parallelPerReceiver: Int = 1, drain: Duration = .seconds(5)
    ) {
        self.waits = waits
        self.timeout = timeout
        self.maximumDataBytes = maximumDataBytes
        self.parallelReceivers = parallelReceivers
        self.parallelPerReceiver = parallelPerReceiver
        self.drain = drain
    }
}
