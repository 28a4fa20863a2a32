// SPDX-License-Identifier: Apache-2.0

/// A kind of thing that engines own: where it stands in an engine, and the rules it keeps.
public struct EntryKind<ID: Identifier, Value: Sendable & Equatable>: Sendable {
    /// Where an engine has them.
    public let entries: any Sendable & WritableKeyPath<EngineRecord, [ConfigurationEntry<ID, Value>]>
    /// The part of the engine that the configuration file may keep to itself; `nil` when it never does.
    public let part: EnginePart?
    /// How many an engine may own.
    public let limit: Int
    /// Makes an id one that the store takes.
    public let name: @Sendable (ID) -> ConfigurationEntryID
    /// Reads a request's body: a new value, or what an earlier one becomes.
    let read: @Sendable (JSONValue, Value?) throws(RequestError) -> Value
    /// The entry that a new value takes the place of.
    let replaced: @Sendable (Value, [ConfigurationEntry<ID, Value>]) -> ID?
    /// Whether one value is what another was meant to become.
    let standsForSame: @Sendable (Value, Value) -> Bool
    /// Checks a value beside the others of its engine.
    let check: @Sendable (Value, ArraySlice<ConfigurationEntry<ID, Value>>) throws(RequestError) -> Void
    /// Writes an entry as clients see it, with what is to be said of it.
    public let write: @Sendable (inout JSONWriter, ConfigurationEntry<ID, Value>, EngineID, [String]) -> Void
}

extension EntryKind where ID == ModelConfigID, Value == ModelConfig {
    /// Which models serve which pairs.
    public static let models = EntryKind(
        entries: \.models, part: .models, limit: 1000, name: { .model($0) },
        read: { body, earlier throws(RequestError) in try ModelConfig(body, earlier: earlier) },
        replaced: { _, _ in nil },
        standsForSame: { $0.source == $1.source && $0.target == $1.target && $0.rank == $1.rank },
        check: { model, others throws(RequestError) in
            let clash = others.first {
                $0.value.source == model.source && $0.value.target == model.target
                    && $0.value.rank == model.rank
            }
            guard let clash else { return }
            throw .invalid(
                field: "rank",
                reason:
                    "clashes with \(clash.id), \(clash.value.name), which has rank \(model.rank) for the pair"
            )
        },
        write: { $0.modelConfig($1, of: $2, warnings: $3) })
}

extension EntryKind where ID == InstructionID, Value == Instruction {
    /// What translations have to follow.
    public static let instructions = EntryKind(
        entries: \.instructions, part: .instructions, limit: 500, name: { .instruction($0) },
        read: { body, earlier throws(RequestError) in try Instruction(body, earlier: earlier) },
        replaced: { _, _ in nil }, standsForSame: { $0.name == $1.name && $0.target == $1.target },
        check: { _, _ in },
        write: { writer, entry, engine, _ in writer.instruction(entry, of: engine) })
}

extension EntryKind where ID == BrandVoiceID, Value == BrandVoice {
    /// How the brand speaks: one voice for a locale.
    public static let voices = EntryKind(
        entries: \.voices, part: .voices, limit: 500, name: { .voice($0) },
        read: { body, earlier throws(RequestError) in try BrandVoice(body, earlier: earlier) },
        replaced: { voice, voices in voices.first { $0.value.target == voice.target }?.id },
        standsForSame: { $0.target == $1.target },
        check: { voice, others throws(RequestError) in
            guard let other = others.first(where: { $0.value.target == voice.target }) else { return }
            throw .invalid(field: "targetLocale", reason: "has a voice already, \(other.id)")
        },
        write: { writer, entry, engine, _ in writer.brandVoice(entry, of: engine) })
}

extension EngineRecord {
    /// Adds what a body says, or changes the entry it takes the place of. Returns the entry's id.
    public mutating func add<ID, Value>(
        _ body: JSONValue, as kind: EntryKind<ID, Value>, id: ID, at moment: Timestamp
    ) throws(RequestError) -> ID {
        try checkOwn(kind.part)
        let value = try kind.read(body, nil)
        if let place = kind.replaced(value, self[keyPath: kind.entries]),
            let index = self[keyPath: kind.entries].firstIndex(where: { $0.id == place })
        {
            self[keyPath: kind.entries][index].value = value
            return place
        }
        guard self[keyPath: kind.entries].count < kind.limit else {
            throw .invalid(field: "", reason: "the engine has \(kind.limit) of these, and may have no more")
        }
        try kind.check(value, self[keyPath: kind.entries][...])
        self[keyPath: kind.entries].append(ConfigurationEntry(id: id, value: value, createdAt: moment))
        return id
    }

    /// Changes an entry as a body says.
    public mutating func change<ID, Value>(
        _ id: ID, to body: JSONValue, as kind: EntryKind<ID, Value>
    ) throws(RequestError) {
        try checkOwn(kind.part)
        guard let index = self[keyPath: kind.entries].firstIndex(where: { $0.id == id }) else {
            throw .notFound(id)
        }
        let entry = self[keyPath: kind.entries][index]
        try BodyReader(body).checkVersion(entry.version)
        let value = try kind.read(body, entry.value)
        var others = self[keyPath: kind.entries]
        others.remove(at: index)
        try kind.check(value, others[...])
        self[keyPath: kind.entries][index].value = value
    }

    /// Removes an entry.
    public mutating func remove<ID, Value>(_ id: ID, as kind: EntryKind<ID, Value>) throws(RequestError) {
        try checkOwn(kind.part)
        guard let index = self[keyPath: kind.entries].firstIndex(where: { $0.id == id }) else {
            throw .notFound(id)
        }
        self[keyPath: kind.entries].remove(at: index)
    }

    /// Changes what the engine says of itself as a body says.
    public mutating func change(to body: JSONValue) throws(RequestError) {
        try BodyReader(body).checkVersion(version)
        let next = try EngineSettings(body, earlier: settings)
        if next.onUnverifiable != settings.onUnverifiable || next.reuse != settings.reuse
            || next.pivots != settings.pivots
        {
            try checkOwn(.settings)
        }
        settings = next
        let reader = try BodyReader(body)
        guard let isDefault = try reader.flag("isDefault") else { return }
        if self.isDefault, !isDefault {
            throw .invalid(
                field: "isDefault", reason: "cannot be taken away; make another engine the default")
        }
        self.isDefault = isDefault
    }

    func checkOwn(_ part: EnginePart?) throws(RequestError) {
        guard let part, provisioned.contains(part) else { return }
        throw .invalid(
            field: "",
            reason:
                "the engine's \(part.rawValue) come from the gateway's configuration file; change them there")
    }
}

extension BodyReader {
    /// A client may say which version it has seen; a change of any other is refused.
    func checkVersion(_ present: Int) throws(RequestError) {
        guard let value = value("version") else { return }
        guard case .number(let spelling) = value, let seen = Int(spelling) else {
            throw .invalid(field: "version", reason: "must be an integer, not \(value.kind)")
        }
        guard seen == present else {
            throw .invalid(
                field: "version",
                reason: "is \(seen), but the present one is \(present): read again what it became")
        }
    }

    func flag(_ name: String) throws(RequestError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else {
            throw .invalid(field: name, reason: "must be a boolean, not \(value.kind)")
        }
        return flag
    }

    func choice<Choice: CaseIterable & RawRepresentable>(
        _ name: String
    ) throws(RequestError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(field: name, reason: "must be one of \(known)")
        }
        return choice
    }

    /// A text for people or engines; absent and null are the same.
    func text(_ name: String, limit: Int, mayBreakLines: Bool = false) throws(RequestError) -> String? {
        guard let text = try string(name) else { return nil }
        try PlainText.check(text, field: name, limit: limit, mayBreakLines: mayBreakLines)
        return text
    }

    /// A locale of an entry: `earlier` when it is absent, `nil` for any.
    func anyLocale(_ name: String, earlier: LocaleTag?) throws(RequestError) -> LocaleTag? {
        guard let text = try string(name) else { return body[name] == .null ? nil : earlier }
        if text == "*" { return nil }
        let locale = try Self.locale(text, field: name)
        return locale.folded == "und" ? nil : locale
    }

    func locales(_ name: String, earlier: [LocaleTag]) throws(RequestError) -> [LocaleTag] {
        guard let texts = try strings(name) else { return body[name] == .null ? [] : earlier }
        guard texts.count <= 1000 else { throw .invalid(field: name, reason: "holds more than 1000 locales") }
        var locales: [LocaleTag] = []
        for (index, text) in texts.enumerated() {
            let locale = try Self.locale(text, field: "\(name)[\(index)]")
            if !locales.contains(locale) { locales.append(locale) }
        }
        return locales
    }
}
