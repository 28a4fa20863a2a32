// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import NIOCore
import NIOHTTP1

/// Earlier translations (docs/http-api.md, "Translation memory").
extension Responder {
    /// Entries of one file.
    private static let mostEntries = 100_000
    /// Entries that one write takes, so that no other write waits for long.
    private static let portion = 1_000

    func memoryEntries(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try MemoryParameters(call.target, localizer, more: ["text", "limit", "cursor"])
        let limit = try ListLimit.read(parameters.others["limit"]) ?? 20
        var query = MemoryQuery(filter: parameters.filter, text: parameters.others["text"], limit: limit + 1)
        if let cursor = parameters.others["cursor"] {
            guard let id = MemoryEntryID("\(MemoryEntryID.prefix)_\(cursor)"), let number = id.number else {
                throw RequestError.invalid(
                    field: "cursor", reason: "must be the nextCursor of an earlier answer")
            }
            query.before = number
        }
        let records = try await store.memory(query, of: principal.organization)
        return page(of: records, limit: limit, id: \.id) { writer, record in
            writer.object { $0.memoryEntry(record) }
        }
    }

    func memoryEntry(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: MemoryEntryID = try identifier(call)
        let records = try await store.memory(
            numbers: [id.number].compactMap(\.self), of: principal.organization)
        guard let record = records.first else { throw missing(MemoryEntryID.self, call) }
        return .object { $0.memoryEntry(record) }
    }

    func createMemoryEntry(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let translation = try TranslatedText(call.request.json())
        try await approve([translation], for: principal)
        guard let record = try await localizer.approved(translation, for: principal) else {
            throw RequestError.failed(reason: "The entry was removed at once.")
        }
        return .object(.created) { $0.memoryEntry(record) }
    }

    func deleteMemoryEntry(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: MemoryEntryID = try identifier(call)
        guard
            try await store.forget(
                id, of: principal.organization, by: principal.actor, at: clock.now())
        else {
            throw missing(MemoryEntryID.self, call)
        }
        return .object { $0.member("id", id.text) }
    }

    func deleteMemory(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try MemoryParameters(call.target, localizer, more: ["all"])
        guard parameters.filter != MemoryFilter() || parameters.others["all"] == "true" else {
            throw RequestError.invalid(
                field: "all", reason: "must be true where no parameter says which entries are meant")
        }
        var count = 0
        while true {
            let gone = try await store.forget(
                parameters.filter, limit: Self.portion, of: principal.organization, by: principal.actor,
                at: clock.now())
            count += gone
            if gone < Self.portion { break }
        }
        return .object { $0.member("deletedEntries", count) }
    }

    func importMemory(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        _ = try call.target.parameters([])
        var body = call.request.body
        let bytes = body.readBytes(length: body.readableBytes) ?? []
        let contents: TMXFile.Contents
        do {
            contents = try await onThread { try TMXFile.read(bytes, limit: Self.mostEntries) }
        } catch let error as TMXFile.Failure {
            throw RequestError.invalid(field: "", reason: error.reason)
        }
        for start in stride(from: 0, to: contents.units.count, by: Self.portion) {
            let portion = contents.units[start..<min(start + Self.portion, contents.units.count)]
            try await approve(Array(portion), for: principal)
        }
        return .object {
            $0.member("importedEntries", contents.units.count)
            $0.member("skippedEntries", contents.skipped)
            $0.name("faults")
            $0.array { for fault in contents.faults { $0.string(fault) } }
        }
    }

    func exportMemory(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try MemoryParameters(call.target, localizer, more: [])
        var query = MemoryQuery(filter: parameters.filter, limit: Self.portion)
        var units: [TranslatedText] = []
        while true {
            let records = try await store.memory(query, of: principal.organization)
            units += records.map {
                TranslatedText(
                    source: $0.entry.pair.source, target: $0.entry.pair.target, sourceText: $0.entry.source,
                    targetText: $0.entry.target)
            }
            guard let last = records.last, records.count == Self.portion else { break }
            guard units.count < Self.mostEntries else {
                throw RequestError.invalid(
                    field: "",
                    reason:
                        "more than \(Self.mostEntries) entries are meant; name a pair of locales, or a date")
            }
            query.before = last.number
        }
        let file = await onThread { [units] in TMXFile.write(units) }
        var response = OutboundResponse(status: .ok, body: ByteBuffer(bytes: file))
        response.mediaType = "application/x-tmx+xml"
        return response
    }

    private func approve(_ translations: [TranslatedText], for principal: Principal) async throws {
        if case .tooMany(let count) = try await localizer.approve(translations, for: principal) {
            throw RequestError.invalid(
                field: "",
                reason:
                    "the organization would have \(count) approved entries, which is more than it may have")
        }
    }
}

/// The parameters that say which entries are meant.
private struct MemoryParameters {
    var filter = MemoryFilter()
    let others: [String: String]

    init(_ target: RequestTarget, _ localizer: any Localizer, more: [String]) throws(RequestError) {
        let names = ["sourceLocale", "targetLocale", "engineId", "origin", "before"]
        let parameters = try target.parameters(names + more)
        others = parameters
        func locale(_ name: String) throws(RequestError) -> LocaleTag? {
            guard let text = parameters[name] else { return nil }
            do throws(LocaleTag.Malformed) {
                return localizer.canonical(try LocaleTag(text))
            } catch {
                throw .invalid(field: name, reason: "is not a BCP 47 locale: \(error.reason)")
            }
        }
        filter.source = try locale("sourceLocale")
        filter.target = try locale("targetLocale")
        if let text = parameters["engineId"] {
            guard let id = EngineID(text) else {
                throw .notFound(entity: EngineID.entity, id: String(text.prefix(100)))
            }
            filter.engine = id
        }
        if let text = parameters["origin"] {
            guard let origin = MemoryOrigin(rawValue: text) else {
                let known = MemoryOrigin.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(field: "origin", reason: "must be one of \(known)")
            }
            filter.origin = origin
        }
        if let text = parameters["before"] {
            guard let moment = Timestamp(day: text) else {
                throw .invalid(field: "before", reason: "must be a day such as 2026-01-31")
            }
            filter.before = moment
        }
    }
}

extension TranslatedText {
    /// Checks the body of `POST /memory`.
    fileprivate init(_ body: JSONValue) throws(RequestError) {
        guard let object = body.object else {
            throw .invalid(field: "", reason: "must be an object, not \(body.kind)")
        }
        func text(_ name: String) throws(RequestError) -> String {
            guard let text = object[name]?.string else {
                throw .invalid(field: name, reason: "must be a string")
            }
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw .invalid(field: name, reason: "must not be blank")
            }
            guard text.utf8.count <= TMXFile.longestText else {
                throw .invalid(field: name, reason: "must be at most \(TMXFile.longestText) bytes")
            }
            return text
        }
        func locale(_ name: String) throws(RequestError) -> LocaleTag {
            do throws(LocaleTag.Malformed) {
                return try LocaleTag(object[name]?.string ?? "")
            } catch {
                throw .invalid(field: name, reason: "is not a BCP 47 locale: \(error.reason)")
            }
        }
        self.init(
            source: try locale("sourceLocale"), target: try locale("targetLocale"),
            sourceText: try text("sourceText"), targetText: try text("targetText"))
    }
}

extension JSONWriter {
    fileprivate mutating func memoryEntry(_ record: MemoryRecord) {
        let entry = record.entry
        member("id", record.id.text)
        member("sourceLocale", entry.pair.source.spelling)
        member("targetLocale", entry.pair.target.spelling)
        member("sourceText", entry.source)
        member("targetText", entry.target)
        member("origin", entry.origin.rawValue)
        member("model", entry.model?.description)
        member("engineId", entry.engine?.text)
        member("createdAt", entry.createdAt)
    }
}
