// SPDX-License-Identifier: Apache-2.0

/// A connection that watches a group. It lives on one event loop and is called there.
protocol Subscriber: AnyObject {
    /// SHA-256 of the key it came with.
    var keyHash: [UInt8]? { get }
    /// Sends messages.
    func take(_ batch: ProgressBatch)
    /// Shows the client a sign of life and looks for one; comes at the configured interval.
    func tick()
    /// Ends before the group does.
    func end(_ reason: SubscriptionEnd)
}

/// Why a subscription ends before its group.
enum SubscriptionEnd: Sendable {
    /// The server stops.
    case shutdown
    /// The key was revoked.
    case revoked
    /// The server cannot tell whether the key still holds.
    case fault
    /// There is no time for a farewell.
    case cut
}
