// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// What became of the checks of a plugin.
public struct ValidationReport: Sendable {
    /// How a check ended.
    public enum Status: String, Sendable { case passed, failed, skipped }

    /// One check of a plugin, or of one of its providers.
    public struct Entry: Sendable {
        /// The check's name.
        public var name: String
        /// The provider; empty for a check of the plugin as a whole.
        public var provider: String
        /// How it ended.
        public var status: Status
        /// Why it failed or was skipped; empty for one that passed.
        public var detail: String
        /// What the plugin promises, in a sentence.
        public var promise: String
        /// How long its process ran.
        public var milliseconds: Int
    }

    /// In the order of a plugin's life.
    public var entries: [Entry]
    /// What the texts of chance began with.
    public var seed: UInt64

    /// Whether no promise was found broken, and something was looked at.
    public var isGood: Bool { !entries.isEmpty && !entries.contains { $0.status == .failed } }

    /// How many ended so.
    public func count(_ status: Status) -> Int { entries.filter { $0.status == status }.count }

    /// The report as an object with `checks`.
    public var json: JSONValue {
        [
            "passed": .number(String(count(.passed))), "failed": .number(String(count(.failed))),
            "skipped": .number(String(count(.skipped))), "seed": .string(String(seed)),
            "checks": .array(
                entries.map { entry in
                    [
                        "name": .string(entry.name), "provider": .string(entry.provider),
                        "status": .string(entry.status.rawValue), "detail": .string(entry.detail),
                        "promise": .string(entry.promise),
                        "milliseconds": .number(String(entry.milliseconds)),
                    ]
                }),
        ]
    }
}
