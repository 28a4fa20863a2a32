// SPDX-License-Identifier: Apache-2.0

/// Earlier translations. A cache: what is written to it may be lost with the machine's power.
public protocol MemoryStore: Sendable {
    /// Remembers translations, of any organizations. One under the same key and fingerprint is replaced, but not by a
    /// stopgap unless it is one. Beyond `limit` entries of an organization its oldest go that nobody approved.
    func remember(_ entries: [NewMemoryEntry], limit: Int) async throws(StoreError) -> MemoryAddition
    /// The best entry for each lookup: what a person approved for its key, then for its bare key, then what its
    /// fingerprint or, as `reuse` says, any has made.
    func recall(
        _ lookups: [MemoryLookup], _ reuse: MemoryReuse, of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord?]

    /// Entries, newest first.
    func memory(
        _ query: MemoryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord]
    /// The entries of those numbers, in any order; what is gone is left out.
    func memory(
        numbers: [Int64], of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord]
    /// Source texts of a pair's entries by a model or a person with numbers above `number`, rising, at most `limit`.
    func memorySources(
        of pair: LocalePair, after number: Int64, limit: Int, of organization: OrganizationID
    ) async throws(StoreError) -> [MemorySource]
    /// How many entries there are, by pair.
    func memoryCounts(of organization: OrganizationID) async throws(StoreError) -> [MemoryCount]

    /// Removes an entry. Returns whether there was one.
    func forget(
        _ id: MemoryEntryID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool
    /// Removes entries, at most `limit`. Returns how many.
    func forget(
        _ filter: MemoryFilter, limit: Int, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Int
    /// Removes entries of all organizations that were made before `moment` and that nobody approved, at most `limit`.
    /// Returns how many.
    func forgetMemory(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int

    /// Tells what becomes of memory.
    var memoryChanges: MemoryFeed { get }
}
