// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What happened to the entries of scopes that have an index, until the index takes it.
final class NearMatchNews<Scope: Hashable & Sendable>: Sendable {
    struct News: Sendable {
        fileprivate(set) var added: [MemorySource] = []
        fileprivate(set) var removed: [Int64] = []
        fileprivate(set) var merged: [NearMatchIndex.Merge] = []
        /// Whether more happened than is kept.
        fileprivate var isLost = false
    }

    private let watched = Locked<[Scope: News]>([:])
    /// Entries that come and go before the index is better made anew.
    private static var limit: Int { 50_000 }

    /// Notes from now on what happens to a scope.
    func watch(_ scope: Scope) { watched.withLock { $0[scope] = News() } }

    /// Notes no longer what happens to a scope.
    func forget(_ scope: Scope) { watched.withLock { $0[scope] = nil } }

    /// Notes what came, and what went from one of the scopes that match.
    func note(
        _ added: [(scope: Scope, text: MemorySource)], removed: [Int64], in matches: (Scope) -> Bool
    ) {
        watched.withLock { watched in
            if watched.isEmpty { return }
            for (scope, text) in added { watched[scope]?.added.append(text) }
            for scope in watched.keys where matches(scope) {
                watched[scope]?.removed += removed
                let count = (watched[scope]?.added.count ?? 0) + (watched[scope]?.removed.count ?? 0)
                if count > Self.limit {
                    watched[scope] = News()
                    watched[scope]?.isLost = true
                }
            }
        }
    }

    /// Notes that a merge is done.
    func note(_ merge: NearMatchIndex.Merge, in scope: Scope) {
        watched.withLock { $0[scope]?.merged.append(merge) }
    }

    /// What happened since the last time; `nil` when that is not known.
    func take(_ scope: Scope) -> News? {
        watched.withLock { watched in
            guard let news = watched[scope], !news.isLost else { return nil }
            watched[scope] = News()
            return news
        }
    }
}
