// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Translation memory".
@Suite struct MemoryTests {
    private func entry(
        _ number: Int, to target: String = "de", of organization: OrganizationID = Gateway.organization
    )
        -> NewMemoryEntry
    {
        NewMemoryEntry(
            organization: organization, engine: nil,
            pair: LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: target)),
            key: Array(repeating: UInt8(number), count: 16), fingerprint: [], source: "text \(number)",
            target: "Text \(number)", model: nil, origin: .person,
            createdAt: Timestamp(milliseconds: 1_767_605_400_000))
    }

    @Test func `entries are listed newest first, by pair and page, and read by their ids`() async throws {
        try await withGateway { gateway async throws in
            _ = try await gateway.store.remember([entry(1), entry(2), entry(3, to: "fr")], limit: 9)
            let page = try await gateway.call("GET", "/memory?targetLocale=de&limit=1")
            let items = try page.json.object?["items"]?.array ?? []
            #expect(items.compactMap { $0.object?["sourceText"]?.string } == ["text 2"])
            let cursor = try #require(try page.member("nextCursor"))
            let next = try await gateway.call("GET", "/memory?targetLocale=de&limit=1&cursor=\(cursor)")
            #expect(try next.json.object?["items"]?.array?.first?.object?["sourceText"]?.string == "text 1")
            #expect(try next.json.object?["nextCursor"] == .null)
            let id = try #require(items[0].object?["id"]?.string)
            let read = try await gateway.call("GET", "/memory/\(id)")
            #expect(try read.member("targetText") == "Text 2")
            #expect(try read.member("origin") == "person")
            #expect(try await gateway.call("GET", "/memory/\(id)", key: Gateway.otherKey).status == 404)
            #expect(try await gateway.call("DELETE", "/memory/\(id)", key: Gateway.otherKey).status == 404)
            #expect(try await gateway.call("DELETE", "/memory/\(id)").status == 200)
            #expect(try await gateway.call("GET", "/memory/\(id)").status == 404)
        }
    }

    @Test func `memory is emptied by what is meant, and wholly only when that is said`() async throws {
        try await withGateway { gateway async throws in
            _ = try await gateway.store.remember([entry(1), entry(2), entry(3, to: "fr")], limit: 9)
            let refused = try await gateway.call("DELETE", "/memory")
            #expect(refused.status == 400)
            #expect(try refused.member("message")?.hasPrefix("all") == true)
            let some = try await gateway.call("DELETE", "/memory?targetLocale=de")
            #expect(try some.json.object?["deletedEntries"] == .number("2"))
            let all = try await gateway.call("DELETE", "/memory?all=true")
            #expect(try all.json.object?["deletedEntries"] == .number("1"))
        }
    }

    @Test func `a file is exported, and another imported with its faults`() async throws {
        try await withGateway { gateway async throws in
            _ = try await gateway.store.remember([entry(1)], limit: 9)
            let file = try await gateway.call("GET", "/memory/export")
            #expect(file["content-type"] == "application/x-tmx+xml")
            #expect(file.text.contains("<tuv xml:lang=\"de\"><seg>Text 1</seg></tuv>"))
            let answer = try await gateway.call("POST", "/memory/import", file.text)
            #expect(try answer.json.object?["importedEntries"] == .number("1"))
            #expect(try answer.json.object?["faults"] == .array([]))
            #expect(try await gateway.call("POST", "/memory/import", "<a/>").status == 400)
        }
    }

    @Test(arguments: [
        (#"{"targetLocale":"de","sourceText":"a","targetText":"b"}"#, "sourceLocale"),
        (#"{"sourceLocale":"en","targetLocale":"de_DE","sourceText":"a","targetText":"b"}"#, "targetLocale"),
        (#"{"sourceLocale":"en","targetLocale":"de","sourceText":" ","targetText":"b"}"#, "sourceText"),
        (#"{"sourceLocale":"en","targetLocale":"de","sourceText":"a"}"#, "targetText"),
    ])
    func `an entry that makes no sense is told`(_ body: String, _ field: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/memory", body)
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix(field) == true)
        }
    }

    @Test func `an entry that a person adds is answered as it is kept`() async throws {
        try await withGateway { gateway async throws in
            let body = #"{"sourceLocale":"en","targetLocale":"de","sourceText":"a","targetText":"b"}"#
            let response = try await gateway.call("POST", "/memory", body)
            #expect(response.status == 201)
            #expect(try response.member("id")?.hasPrefix("mem_") == true)
            #expect(try response.member("targetText") == "b" && response.member("origin") == "person")
        }
    }
}
