// SPDX-License-Identifier: Apache-2.0

/// Limits on what a request may hold.
public struct RequestLimits: Sendable, Equatable {
    /// Bytes of a request's body.
    public var bodyBytes: Int
    /// Levels of nesting of `data`.
    public var depth: Int
    /// Strings in `data`.
    public var leaves: Int
    /// Target locales of one group.
    public var targetLocales: Int
    /// Characters of `context`.
    public var contextCharacters: Int
    /// Characters of a synchronous localize call.
    public var synchronousCharacters: Int
    /// Glossary items of one engine.
    public var glossaryItems: Int
    /// Engines of one organization.
    public var engines: Int

    /// Makes limits; the defaults are the contract's.
    public init(
        bodyBytes: Int = 10 << 20, depth: Int = 100, leaves: Int = 50_000, targetLocales: Int = 100,
        contextCharacters: Int = 10_000, synchronousCharacters: Int = 200_000,
        glossaryItems: Int = 100_000, engines: Int = 1000
    ) {
        self.bodyBytes = bodyBytes
        self.depth = depth
        self.leaves = leaves
        self.targetLocales = targetLocales
        self.contextCharacters = contextCharacters
        self.synchronousCharacters = synchronousCharacters
        self.glossaryItems = glossaryItems
        self.engines = engines
    }
}
