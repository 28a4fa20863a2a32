// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Organizations, members and keys, as the database holds them.
enum AccessRows {
    static func organization(
        _ id: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> OrganizationRecord? {
        try connection.first(AccessSQL.organization, [.id(id)], organization)
    }

    static func organization(_ row: Row) -> OrganizationRecord {
        OrganizationRecord(
            id: row.id(0), name: row.text(1),
            defaultEngine: row.optionalText(2).map(EngineID.init(unchecked:)),
            callbackURL: row.optionalText(3), version: row.int(4), createdAt: row.moment(5))
    }

    static func key(_ row: Row) -> APIKeyRecord {
        APIKeyRecord(
            id: row.id(0), organization: row.id(1), name: row.text(2), hash: row.bytes(3),
            user: row.optionalText(4).map(UserID.init(unchecked:)), grant: grant(row, 5),
            createdAt: row.moment(7), expiresAt: row.isNull(8) ? nil : row.moment(8),
            revokedAt: row.isNull(9) ? nil : row.moment(9))
    }

    static func member(_ row: Row) -> Member {
        Member(
            user: row.id(0), organization: row.id(1), email: row.text(2), grant: grant(row, 3),
            createdAt: row.moment(5))
    }

    static func member(
        _ name: String, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> Member? {
        // An id keeps its case, an address does not.
        let key = UserID(name) == nil ? folded(name) : name
        return try connection.first(AccessSQL.member, [.id(organization), .text(key)], member)
    }

    static func email(of user: UserID, _ connection: Connection) throws(StoreError) -> String? {
        try connection.first(AccessSQL.email, [.id(user)]) { $0.text(0) }
    }

    static func insert(_ key: APIKeyRecord, _ connection: Connection) throws(StoreError) {
        try connection.run(
            AccessSQL.insertKey,
            [
                .id(key.id), .id(key.organization), .text(key.name), .blob(key.hash),
                .optional(key.user?.text),
            ] + values(key.grant) + [
                .moment(key.createdAt), key.expiresAt.map(SQLValue.moment) ?? .null,
                key.revokedAt.map(SQLValue.moment) ?? .null,
            ])
    }

    /// Scopes and engines as JSON; neither needs escapes.
    static func values(_ grant: Grant) -> [SQLValue] {
        let scopes = Scope.allCases.filter(grant.scopes.contains).map(\.rawValue)
        return [scopes, grant.engines.map(\.text)].map { texts in
            .text("[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]")
        }
    }

    private static func grant(_ row: Row, _ column: CInt) -> Grant {
        func texts(_ column: CInt) -> [String] {
            ((try? JSONValue(parsing: Array(row.text(column).utf8)))?.array ?? []).compactMap(\.string)
        }
        return Grant(
            scopes: Set(texts(column).compactMap(Scope.init)),
            engines: texts(column + 1).map(EngineID.init(unchecked:)))
    }

    /// An address as it is compared.
    static func folded(_ email: String) -> String { email.lowercased() }

    static func json(_ key: APIKeyRecord) -> [UInt8] { bytes { $0.apiKey(key) } }
    static func json(_ member: Member) -> [UInt8] { bytes { $0.member(member) } }
    static func json(_ organization: OrganizationRecord) -> [UInt8] {
        bytes { $0.organization(organization) }
    }

    private static func bytes(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.bytes
    }
}
