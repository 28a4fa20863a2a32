// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension Administration {
    /// All engines, newest first.
    func engines() async throws -> JSONValue {
        var query = PageQuery<EngineID>(limit: 100)
        var rows: [JSONValue] = []
        while true {
            let page = try await store.engineRecords(query, of: organization)
            rows += page.map { engine in
                [
                    "id": .string(engine.id.text), "name": .string(engine.settings.name),
                    "isDefault": .bool(engine.isDefault), "version": .number(String(engine.version)),
                    "modelConfigs": .number(String(engine.models.count)),
                    "instructions": .number(String(engine.instructions.count)),
                    "brandVoices": .number(String(engine.voices.count)),
                ]
            }
            guard page.count == query.limit, let last = page.last else { return ["engines": .array(rows)] }
            query.before = last.id
        }
    }

    /// An engine with all it owns as a document.
    func exportEngine(_ name: String?) async throws -> JSONValue {
        let engine = try await record(name)
        let glossary = try await store.glossary(of: engine.id, of: organization)
        return ["document": EngineDocument.json(engine, glossary: glossary.items)]
    }

    /// Makes an engine what a file says, or only tells what would change.
    func applyEngine(_ path: String, to name: String?, isDryRun: Bool) async throws -> JSONValue {
        let document = try await document(path)
        let earlier = try await target(of: document, named: name)
        let moment = clock.now()
        var later =
            earlier
            ?? EngineRecord(
                id: identifiers.next(), organization: organization,
                settings: EngineSettings(name: document.name), createdAt: moment)
        do throws(RequestError) {
            try document.apply(to: &later, identifiers: identifiers, at: moment)
        } catch {
            throw AdministrationError("\(path): \(error.words)")
        }
        let glossary = try await glossaryChange(document, earlier)
        if !isDryRun {
            try await write(document, earlier, later, path, at: moment)
            try await replaceGlossary(glossary, of: later.id)
        }
        var warnings: [JSONValue] = []
        for name in Set(later.models.map(\.value.name)).sorted(by: { $0.description < $1.description }) {
            if let fault = await localizer.fault(of: name) { warnings.append(.string(fault)) }
        }
        let changes = EngineRecord.changes(from: earlier, to: later).map(Self.json)
        return [
            "engine": .string(later.id.text), "name": .string(later.settings.name),
            "isNew": .bool(earlier == nil), "isDryRun": .bool(isDryRun), "changes": .array(changes),
            "glossaryItems": [
                "added": .array(glossary?.added.map(EngineDocument.json) ?? []),
                "removed": .array(glossary?.removed.map(EngineDocument.json) ?? []),
            ],
            "warnings": .array(warnings),
        ]
    }

    /// What the change that a file stands for would have translated again.
    func memoryImpact(of path: String, on name: String?) async throws -> JSONValue {
        let document = try await document(path)
        guard let present = try await target(of: document, named: name) else {
            throw AdministrationError(
                "there is no engine \"\(document.name)\" yet: nothing is remembered of it")
        }
        var pending = present
        do throws(RequestError) {
            try document.apply(to: &pending, identifiers: identifiers, at: clock.now())
        } catch {
            throw AdministrationError("\(path): \(error.words)")
        }
        let rows = try await localizer.memoryImpact(
            of: present.engine, becoming: pending.engine, glossary: document.glossary)
        return [
            "engine": .string(present.id.text),
            "pairs": .array(
                rows.map { row in
                    [
                        "source": .string(row.pair.source.spelling),
                        "target": .string(row.pair.target.spelling),
                        "entries": .number(String(row.entries)),
                        "again": .number(String(row.again)),
                        "characters": .number(String(row.characters)),
                        "cost": .number("\(row.cost)"),
                        "unsupported": .bool(row.isUnsupported),
                    ]
                }),
        ]
    }

    private func document(_ path: String) async throws(AdministrationError) -> EngineDocument {
        let json: JSONValue = try await onThread { () throws(AdministrationError) in
            let bytes = try FileText.bytes(path, limit: 1 << 28)
            return try YAMLDocument.read(String(decoding: bytes, as: UTF8.self), path: path)
        }
        do throws(RequestError) {
            return try EngineDocument(json)
        } catch {
            throw AdministrationError("\(path): \(error.words)")
        }
    }

    private func record(_ name: String?) async throws -> EngineRecord {
        let id = name.flatMap { EngineID($0) }
        if name == nil || id != nil, let engine = try await store.engineRecord(id, of: organization) {
            return engine
        }
        guard let name else { throw AdministrationError("there is no default engine") }
        guard let engine = try await engine(called: name) else {
            throw AdministrationError("there is no engine \"\(name.prefix(100))\"")
        }
        return engine
    }

    /// The engine that a document is to change; `nil` when it makes a new one.
    private func target(of document: EngineDocument, named name: String?) async throws -> EngineRecord? {
        if let name { return try await record(name) }
        if let id = document.id, let engine = try await store.engineRecord(id, of: organization) {
            return engine
        }
        return try await engine(called: document.name)
    }

    private func engine(called name: String) async throws -> EngineRecord? {
        var query = PageQuery<EngineID>(limit: 100)
        var found: [EngineRecord] = []
        while true {
            let page = try await store.engineRecords(query, of: organization)
            found += page.filter { $0.settings.name == name }
            guard page.count == query.limit, let last = page.last else { break }
            query.before = last.id
        }
        guard found.count < 2 else {
            throw AdministrationError(
                "\(found.count) engines are called \"\(name)\": name one by its id, "
                    + found.map(\.id.text).joined(separator: ", "))
        }
        return found.first
    }

    private func write(
        _ document: EngineDocument, _ earlier: EngineRecord?, _ later: EngineRecord, _ path: String,
        at moment: Timestamp
    ) async throws {
        guard let earlier else {
            guard try await store.create(later, limit: maximumEngines, by: .operator) else {
                throw AdministrationError(
                    "the organization has \(maximumEngines) engines, and may have no more")
            }
            return
        }
        guard later != earlier else { return }
        let identifiers = identifiers
        let changed = try await store.change(
            earlier.id, of: organization, by: .operator, at: moment
        ) { engine throws(RequestError) in
            try document.apply(to: &engine, identifiers: identifiers, at: moment)
        }
        guard let changed else { throw AdministrationError("the engine was deleted a moment ago") }
        if case .failure(let error) = changed { throw AdministrationError("\(path): \(error.words)") }
    }

    private struct GlossaryChange {
        let items: [GlossaryItem]
        let added: [GlossaryItem]
        let removed: [GlossaryItem]
    }

    /// `nil` when a document does not speak of the glossary, or says what is there.
    private func glossaryChange(
        _ document: EngineDocument, _ engine: EngineRecord?
    ) async throws -> GlossaryChange? {
        guard let items = document.glossary else { return nil }
        guard items.count <= maximumGlossaryItems else {
            throw AdministrationError(
                "the engine would have \(items.count) glossary items, and may have \(maximumGlossaryItems)")
        }
        var present: [GlossaryItem] = []
        if let engine { present = try await store.glossary(of: engine.id, of: organization).items }
        let (before, after) = (Set(present), Set(items))
        guard before != after else { return nil }
        return GlossaryChange(
            items: items, added: items.filter { !before.contains($0) },
            removed: present.filter { !after.contains($0) })
    }

    private func replaceGlossary(_ change: GlossaryChange?, of engine: EngineID) async throws {
        guard let change else { return }
        let new = NewGlossaryItems(
            engine: engine, items: change.items.map { (identifiers.next(), $0) }, replacesAll: true,
            limit: maximumGlossaryItems, createdAt: clock.now())
        guard try await store.add(new, of: organization, by: .operator) == .added else {
            throw AdministrationError("the glossary could not be replaced")
        }
    }

    private static func json(_ change: ConfigurationChange) -> JSONValue {
        func value(_ bytes: [UInt8]?) -> JSONValue {
            bytes.flatMap { try? JSONValue(parsing: $0) } ?? .null
        }
        return [
            "entity": .string(change.entity), "id": .string(change.id),
            "action": .string(change.action.rawValue), "before": value(change.before),
            "after": value(change.after),
        ]
    }
}

extension RequestError {
    /// What is wrong, for somebody at a command line.
    var words: String {
        switch self {
        case .invalid(let field, let reason): field.isEmpty ? reason : "\(field) \(reason)"
        case .notFound(let entity, let id): "there is no \(entity) \(id)"
        case .forbidden(let reason), .paymentRequired(let reason), .failed(let reason),
            .unavailable(let reason),
            .tooMany(let reason, _):
            reason
        case .unauthorized: "the key is not in force"
        }
    }
}
