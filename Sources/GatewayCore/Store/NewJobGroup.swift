// SPDX-License-Identifier: Apache-2.0

/// A group to be stored: ids given, command valid.
public struct NewJobGroup: Sendable {
    /// The new group's id.
    public var id: JobGroupID
    /// Whose it is.
    public var organization: OrganizationID
    /// The key that asked for it.
    public var key: KeyID
    /// The engine its jobs run on.
    public var engine: EngineID
    /// As the caller spelled it.
    public var source: LocaleTag
    /// New ids and targets, in the order of the request.
    public var jobs: [(id: JobID, target: LocaleTag)]
    /// ``SourceDocument`` as bytes.
    public var document: [UInt8]
    /// Segments of the document: what is translated for each target.
    public var segments: Int
    /// Where results go, or `nil`.
    public var callbackURL: String?
    /// W3C trace context of the request, or `nil`.
    public var traceParent: String?
    /// The caller's name for the request, or `nil`.
    public var idempotencyKey: String?
    /// SHA-256 over all that the request says but its idempotency key.
    public var fingerprint: [UInt8]
    /// When it was accepted.
    public var createdAt: Timestamp

    /// Makes a group to be stored.
    public init(
        id: JobGroupID, organization: OrganizationID, key: KeyID, engine: EngineID, source: LocaleTag,
        jobs: [(id: JobID, target: LocaleTag)], document: [UInt8], segments: Int, callbackURL: String?,
        traceParent: String? = nil, idempotencyKey: String?, fingerprint: [UInt8], createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.key = key
        self.engine = engine
        self.source = source
        self.jobs = jobs
        self.document = document
        self.segments = segments
        self.callbackURL = callbackURL
        self.traceParent = traceParent
        self.idempotencyKey = idempotencyKey
        self.fingerprint = fingerprint
        self.createdAt = createdAt
    }
}

/// What became of a ``NewJobGroup``.
public enum CreateOutcome: Sendable {
    /// It is stored and durable.
    case created
    /// The idempotency key names a group of the same content, which stands as it is.
    case existing(JobGroup)
    /// The idempotency key names a group of other content.
    case conflict
    /// A limit is reached; nothing is stored.
    case full(QueueLimit)
}
