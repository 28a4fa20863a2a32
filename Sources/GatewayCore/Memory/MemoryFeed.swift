// SPDX-License-Identifier: Apache-2.0

/// What came to an organization's memory and what left it: told once it is durable.
public struct MemoryChange: Sendable, Equatable {
    /// Whose memory.
    public var organization: OrganizationID
    /// New entries that may be shown to whoever translates something like them.
    public var added: [Added]
    /// Entries that are gone.
    public var removed: [Int64]

    /// A new entry.
    public struct Added: Sendable, Equatable {
        /// Its locales.
        public var pair: LocalePair
        /// Its source text.
        public var source: MemorySource

        /// Makes a description.
        public init(pair: LocalePair, source: MemorySource) {
            self.pair = pair
            self.source = source
        }
    }

    /// Makes a change.
    public init(organization: OrganizationID, added: [Added] = [], removed: [Int64] = []) {
        self.organization = organization
        self.added = added
        self.removed = removed
    }

    /// Whether nothing happened.
    public var isEmpty: Bool { added.isEmpty && removed.isEmpty }
}

/// Tells whoever asked what becomes of memory, in the order of the commits.
public final class MemoryFeed: Sendable {
    private let observers = Locked<[@Sendable (MemoryChange) -> Void]>([])

    /// Makes a feed without observers.
    public init() {}

    /// Adds an observer for as long as the process lives. It is called on the store's thread, so it must be short and
    /// must not wait.
    public func observe(_ observer: @escaping @Sendable (MemoryChange) -> Void) {
        observers.withLock { $0.append(observer) }
    }

    /// Tells a change to all observers.
    public func publish(_ change: MemoryChange) {
        guard !change.isEmpty else { return }
        for observer in observers.withLock({ $0 }) { observer(change) }
    }
}
