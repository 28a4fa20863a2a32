// SPDX-License-Identifier: Apache-2.0

/// An organization as it is stored.
public struct OrganizationRecord: Sendable, Equatable {
    /// Its id.
    public var id: OrganizationID
    /// A name for people.
    public var name: String
    /// The engine of requests that name none.
    public var defaultEngine: EngineID?
    /// Where results of jobs go that name no URL; `nil`: what the gateway's configuration says.
    public var callbackURL: String?
    /// 1 when it is made; rises with each change.
    public var version: Int
    /// When it was made; the epoch for one from before this was kept.
    public var createdAt: Timestamp

    /// Makes an organization.
    public init(
        id: OrganizationID, name: String, defaultEngine: EngineID? = nil, callbackURL: String? = nil,
        version: Int = 1, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.defaultEngine = defaultEngine
        self.callbackURL = callbackURL
        self.version = version
        self.createdAt = createdAt
    }

    /// Changes what a body says.
    ///
    /// - Parameter callbackRefusal: why a URL cannot be called back, in words that follow the field's name.
    public mutating func change(
        to body: JSONValue, callbackRefusal: (String) -> String?
    ) throws(RequestError) {
        let reader = try BodyReader(body)
        try reader.checkVersion(version)
        name = try reader.text("name", limit: 200) ?? name
        if name.isEmpty { throw .invalid(field: "name", reason: "must not be empty") }
        if let engine = try reader.engine("defaultEngineId") { defaultEngine = engine }
        guard reader.body["defaultCallbackUrl"] != nil else { return }
        callbackURL = try CreateLocalization.callback(
            reader, field: "defaultCallbackUrl", callbackRefusal)
    }

    /// The name that a body gives to a new organization.
    public static func name(_ body: JSONValue) throws(RequestError) -> String {
        guard let name = try BodyReader(body).text("name", limit: 200), !name.isEmpty else {
            throw .invalid(field: "name", reason: "is missing")
        }
        return name
    }
}

/// An organization to be stored, with what it begins with.
public struct NewOrganization: Sendable {
    /// The organization; its default engine is ``engine``.
    public var record: OrganizationRecord
    /// Its first engine.
    public var engine: EngineRecord
    /// Its first key.
    public var key: APIKeyRecord

    /// Makes a beginning: an engine with the models of another one, and a key that may do everything.
    ///
    /// - Parameter keyHash: SHA-256 of the key.
    public init(
        name: String, like pattern: EngineRecord, keyHash: [UInt8], identifiers: IdentifierSource,
        at moment: Timestamp
    ) {
        let id: OrganizationID = identifiers.next()
        engine = EngineRecord(
            id: identifiers.next(), organization: id, isDefault: true,
            settings: EngineSettings(name: "Default"), createdAt: moment)
        engine.models = pattern.models.map {
            ConfigurationEntry(id: identifiers.next(), value: $0.value, createdAt: moment)
        }
        record = OrganizationRecord(id: id, name: name, defaultEngine: engine.id, createdAt: moment)
        key = APIKeyRecord(
            id: identifiers.next(), organization: id, name: "first", hash: keyHash, createdAt: moment)
    }
}
