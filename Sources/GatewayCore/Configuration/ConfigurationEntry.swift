// SPDX-License-Identifier: Apache-2.0

/// One thing that an engine owns, under a name of its own.
public struct ConfigurationEntry<ID: Identifier, Value: Sendable & Equatable>: Sendable, Equatable {
    /// The entry's id.
    public var id: ID
    /// What it says.
    public var value: Value
    /// 1 when it is made; rises with each change.
    public var version: Int
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed, or made.
    public var updatedAt: Timestamp

    /// Makes an entry; without a version, its first.
    public init(
        id: ID, value: Value, version: Int = 1, createdAt: Timestamp, updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.value = value
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
    }
}

extension ConfigurationEntry {
    /// What this entry has become since `earlier`, with its version counted.
    func following(_ earlier: Self?, at moment: Timestamp) -> Self {
        guard let earlier else { return Self(id: id, value: value, createdAt: moment) }
        guard earlier.value != value else { return earlier }
        return Self(
            id: id, value: value, version: earlier.version + 1, createdAt: earlier.createdAt,
            updatedAt: moment)
    }
}

/// Who changes configuration.
public enum ConfigurationActor: Sendable, Equatable, CustomStringConvertible {
    /// A client, by its key.
    case key(KeyID)
    /// Whoever may read the database's folder, by a command.
    case `operator`
    /// The configuration file, at the gateway's start.
    case file

    /// As the audit log names it.
    public var description: String {
        switch self {
        case .key(let key): key.text
        case .operator: "operator"
        case .file: "configuration"
        }
    }
}
