// SPDX-License-Identifier: Apache-2.0

/// How much is remembered.
public struct MemoryConfiguration: Sendable {
    /// Whether anything is; what is known answers either way.
    public var stores: Bool
    /// Entries of one organization; beyond them the oldest go that nobody approved.
    public var entries: Int
    /// Bytes of the indexes of near matches in memory; beyond them those go that were asked longest ago.
    public var indexBytes: Int
    /// Entries of synchronous calls that wait to be written; beyond them new ones are dropped.
    public var waiting: Int

    /// Makes a configuration.
    public init(
        stores: Bool = true, entries: Int = 1_000_000, indexBytes: Int = 1 << 30, waiting: Int = 10_000
    ) {
        self.stores = stores
        self.entries = entries
        self.indexBytes = indexBytes
        self.waiting = waiting
    }
}
