// SPDX-License-Identifier: Apache-2.0

/// A place among those who watch groups. It is given back when the last reference to it goes, so that no way a
/// connection can end keeps one.
final class Subscription: Sendable {
    let hub: ProgressHub
    let feed: GroupFeed
    let wire: ProgressWire
    /// SHA-256 of the key the subscriber came with.
    let keyHash: [UInt8]

    /// Made by ``ProgressHub/subscribe(to:_:keyHash:)``, which has counted it.
    init(hub: ProgressHub, feed: GroupFeed, wire: ProgressWire, keyHash: [UInt8]) {
        self.hub = hub
        self.feed = feed
        self.wire = wire
        self.keyHash = keyHash
    }

    deinit { hub.unsubscribe(feed, keyHash: keyHash) }
}
