// SPDX-License-Identifier: Apache-2.0

/// Which earlier translations answer a text instead of an engine (docs/http-api.md, "Translation memory").
public enum MemoryReuse: String, Sendable, CaseIterable {
    /// Those made under the same configuration, and what a person approved.
    case fingerprint
    /// Those of the same text, whatever made them.
    case source
    /// What a person approved.
    case approved
    /// None.
    case none
}

/// What a request says of translation memory.
public struct MemoryOptions: Sendable, Hashable {
    /// What may answer it; `nil` for what the engine says.
    public var reuse: MemoryReuse?
    /// Whether its texts may be remembered.
    public var store: Bool

    /// Makes options; the defaults say nothing.
    public init(reuse: MemoryReuse? = nil, store: Bool = true) {
        self.reuse = reuse
        self.store = store
    }

    /// Whether they say nothing that the engine does not say.
    public var isDefault: Bool { reuse == nil && store }

    /// Checks the member `memory` of a request.
    init(_ value: JSONValue, field: String) throws(RequestError) {
        guard let object = value.object else {
            throw .invalid(field: field, reason: "must be an object, not \(value.kind)")
        }
        self.init()
        switch object["reuse"] {
        case nil, .null: break
        case let value?:
            guard let reuse = value.string.flatMap(MemoryReuse.init) else {
                let known = MemoryReuse.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(field: "\(field).reuse", reason: "must be one of \(known)")
            }
            self.reuse = reuse
        }
        switch object["store"] {
        case nil, .null: break
        case .bool(let flag)?: store = flag
        case let other?:
            throw .invalid(field: "\(field).store", reason: "must be a boolean, not \(other.kind)")
        }
    }

    /// As ``SourceDocument`` keeps them.
    var json: JSONValue {
        var members: [JSONObject.Member] = []
        if let reuse { members.append(.init("reuse", .string(reuse.rawValue))) }
        if !store { members.append(.init("store", .bool(false))) }
        return .object(JSONObject(members))
    }
}
