// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

extension Administration {
    /// Adds the items of a file, all or none.
    func importGlossary(
        _ path: String, into name: String?, replacesAll: Bool
    ) async throws -> JSONValue {
        let engine = try await engine(name)
        let format = try Self.format(of: path)
        let items = try await onThread { [maximumGlossaryItems] () throws(AdministrationError) in
            let bytes = try FileText.bytes(path, limit: 1 << 30)
            do throws(GlossaryFileError) {
                return try GlossaryFile.read(bytes, as: format, maxItems: maximumGlossaryItems)
            } catch {
                throw AdministrationError(error.mistakes.map { "\(path): \($0)" }.joined(separator: "\n"))
            }
        }
        let new = NewGlossaryItems(
            engine: engine, items: items.map { (identifiers.next(), $0) }, replacesAll: replacesAll,
            limit: maximumGlossaryItems, createdAt: clock.now())
        switch try await store.add(new, of: organization, by: .operator) {
        case .added: return ["engine": .string(engine.text), "createdItems": .number(String(items.count))]
        case .noEngine: throw AdministrationError("there is no engine \(engine)")
        case .tooMany(let count):
            throw AdministrationError(
                "the engine would have \(count) glossary items, and may have \(maximumGlossaryItems)")
        }
    }

    /// Writes the items of an engine to a file that is not there yet.
    func exportGlossary(_ path: String, from name: String?) async throws -> JSONValue {
        let engine = try await engine(name)
        let glossary = try await store.glossary(of: engine, of: organization)
        let format = try Self.format(of: path)
        try await onThread { () throws(AdministrationError) in
            try FileText.create(path, GlossaryFile.write(glossary.items, as: format))
        }
        return ["engine": .string(engine.text), "path": .string(path)]
    }

    private func engine(_ name: String?) async throws -> EngineID {
        let id = name.flatMap { EngineID($0) }
        guard name == nil || id != nil, let engine = try await store.engine(id, of: organization) else {
            throw AdministrationError(
                name.map { "there is no engine \($0.prefix(100))" } ?? "there is no default engine")
        }
        return engine.id
    }

    private static func format(of path: String) throws(AdministrationError) -> GlossaryFormat {
        guard let format = GlossaryFormat(endingOf: path) else {
            throw AdministrationError("\(path) ends in none of .csv, .tsv and .tbx")
        }
        return format
    }
}
