// SPDX-License-Identifier: Apache-2.0

/// One change of what an engine owns, as a client could make it.
public struct ConfigurationEdit: Sendable, Equatable {
    /// What kind of thing.
    public var target: Suggestion.Target
    /// Which one; `nil` for a new one.
    public var id: String?
    /// What it becomes; `nil` when it goes.
    public var body: JSONObject?
    /// What the present one must be: its `version`, of a glossary item its `updatedAt`; `nil` for any.
    public var seen: String?

    /// Makes an edit.
    public init(target: Suggestion.Target, id: String? = nil, body: JSONObject? = nil, seen: String? = nil) {
        self.target = target
        self.id = id
        self.body = body
        self.seen = seen
    }
}

/// A change of a glossary, which is no part of an engine's record.
public enum GlossaryEdit: Sendable, Equatable {
    /// A new item.
    case add(GlossaryItemID, GlossaryItem)
    /// An item says something else.
    case replace(GlossaryItemID, GlossaryItem)
    /// An item goes.
    case delete(GlossaryItemID)
}

extension ConfigurationEdit {
    /// The edit as it is stored.
    public var json: JSONValue {
        [
            "target": .string(target.rawValue), "id": id.map { .string($0) } ?? .null,
            "body": body.map { .object($0) } ?? .null, "seen": seen.map { .string($0) } ?? .null,
        ]
    }

    /// Takes what was stored.
    public init?(_ json: JSONValue) {
        guard let object = json.object,
            let target = object["target"]?.string.flatMap(Suggestion.Target.init)
        else { return nil }
        self.init(
            target: target, id: object["id"]?.string, body: object["body"]?.object,
            seen: object["seen"]?.string)
    }
}

extension EngineRecord {
    /// Makes a change, or tells which one of the glossary it is.
    ///
    /// - Parameter item: the glossary item that the edit names, if it is there.
    /// - Returns: what takes it back.
    mutating func carryOut(
        _ edit: ConfigurationEdit, item: GlossaryRecord?, identifiers: IdentifierSource, at moment: Timestamp
    ) throws(RequestError) -> (inverse: ConfigurationEdit, glossary: GlossaryEdit?) {
        switch edit.target {
        case .glossary:
            return try Self.glossary(edit, item, identifiers, at: moment)
        case .instruction: return (try carryOut(edit, as: .instructions, identifiers, at: moment), nil)
        case .brandVoice: return (try carryOut(edit, as: .voices, identifiers, at: moment), nil)
        case .modelConfig: return (try carryOut(edit, as: .models, identifiers, at: moment), nil)
        }
    }

    private mutating func carryOut<ID, Value>(
        _ edit: ConfigurationEdit, as kind: EntryKind<ID, Value>, _ identifiers: IdentifierSource,
        at moment: Timestamp
    ) throws(RequestError) -> ConfigurationEdit {
        guard let name = edit.id else {
            let body = JSONValue.object(edit.body ?? JSONObject())
            if let value = try? kind.read(body, nil),
                let place = kind.replaced(value, self[keyPath: kind.entries])
            {
                throw .invalid(field: "", reason: "there is one already, \(place); it was made since")
            }
            let id = try add(body, as: kind, id: identifiers.next(), at: moment)
            return ConfigurationEdit(target: edit.target, id: id.text, seen: "1")
        }
        guard let id = ID(name), let entry = self[keyPath: kind.entries].first(where: { $0.id == id }) else {
            throw .invalid(field: "", reason: "\(name) is gone since")
        }
        guard edit.seen ?? String(entry.version) == String(entry.version) else {
            throw .invalid(field: "", reason: "\(name) was changed since")
        }
        var writer = JSONWriter()
        kind.write(&writer, entry, self.id, [])
        let before = ConfigurationEdit.body(writer.bytes)
        guard let body = edit.body else {
            try remove(id, as: kind)
            return ConfigurationEdit(target: edit.target, body: before)
        }
        try change(id, to: .object(body), as: kind)
        let changed = self[keyPath: kind.entries].first { $0.id == id }
        // The version is counted when the whole engine is written.
        let version = entry.version + (changed?.value == entry.value ? 0 : 1)
        return ConfigurationEdit(target: edit.target, id: name, body: before, seen: String(version))
    }

    private static func glossary(
        _ edit: ConfigurationEdit, _ present: GlossaryRecord?, _ identifiers: IdentifierSource,
        at moment: Timestamp
    ) throws(RequestError) -> (inverse: ConfigurationEdit, glossary: GlossaryEdit?) {
        func item() throws(RequestError) -> GlossaryItem {
            try GlossaryItemBody(.object(edit.body ?? JSONObject())).item
        }
        guard let name = edit.id else {
            let id: GlossaryItemID = identifiers.next()
            return (
                ConfigurationEdit(target: .glossary, id: id.text, seen: moment.iso8601), .add(id, try item())
            )
        }
        guard let present else { throw .invalid(field: "", reason: "\(name) is gone since") }
        guard edit.seen ?? present.updatedAt.iso8601 == present.updatedAt.iso8601 else {
            throw .invalid(field: "", reason: "\(name) was changed since")
        }
        let before = EngineDocument.json(present.item).object
        guard edit.body != nil else {
            return (ConfigurationEdit(target: .glossary, body: before), .delete(present.id))
        }
        return (
            ConfigurationEdit(target: .glossary, id: name, body: before, seen: moment.iso8601),
            .replace(present.id, try item())
        )
    }
}

extension ConfigurationEdit {
    /// What of an entry makes it again.
    fileprivate static func body(_ json: [UInt8]) -> JSONObject? {
        let stamps = ["id", "ownerEngineId", "version", "createdAt", "updatedAt"]
        let members = (try? JSONValue(parsing: json))?.object?.members ?? []
        return JSONObject(members.filter { !stamps.contains($0.name) })
    }
}
