// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The source locales that earlier calls of a session showed, in memory, for a bounded number of sessions.
///
/// Two generations: when the newer one is full, the older one is forgotten. What is used stays.
struct SessionSources {
    struct Key: Hashable {
        let organization: OrganizationID
        let session: String
    }

    private let generationLimit: Int
    private var newer: [Key: LocaleTag] = [:]
    private var older: [Key: LocaleTag] = [:]

    /// Keeps at most `limit` sessions, and at least the last half as many.
    init(limit: Int = 20_000) { generationLimit = max(1, limit / 2) }

    mutating func remember(_ source: LocaleTag, for key: Key) {
        if newer[key] == nil, newer.count >= generationLimit { (older, newer) = (newer, [:]) }
        newer[key] = source
        older[key] = nil
    }

    mutating func source(for key: Key) -> LocaleTag? {
        if let source = newer[key] { return source }
        guard let source = older[key] else { return nil }
        remember(source, for: key)
        return source
    }

    var count: Int { newer.count + older.count }
}
