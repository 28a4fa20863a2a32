// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayAPI

/// openapi.yaml against the routes.
@Suite struct DocumentTests {
    @Test func `the document is served as JSON`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/openapi.json", key: nil)
            #expect(response.status == 200)
            #expect(try response.member("openapi") == "3.1.0")
        }
    }

    @Test func `the document has the routes that are registered, and says which need a key`() async throws {
        let document = try JSONValue(parsing: PackageResources.openapi_yaml).object
        var described: Set<String> = []
        for path in document?["paths"]?.object?.members ?? [] {
            for method in path.value.object?.members ?? [] {
                let isOpen = method.value.object?["security"] == []
                described.insert("\(method.name.uppercased()) \(path.name) \(isOpen)")
            }
        }
        let registered = Route.all.map { route in
            if case .open = route.operation { return "\(route.method) \(route.template) true" }
            return "\(route.method) \(route.template) false"
        }
        #expect(described == Set(registered))
        #expect(registered.count == Set(registered).count)
    }

    @Test func `every reference in the document leads somewhere`() throws {
        let document = try JSONValue(parsing: PackageResources.openapi_yaml)
        for reference in references(in: document) {
            var place: JSONValue? = document
            for name in reference.dropFirst(2).split(separator: "/") { place = place?.object?[String(name)] }
            #expect(place != nil, "\(reference)")
        }
    }

    private func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                member.name == "$ref" ? [member.value.string ?? ""] : references(in: member.value)
            }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (1_767_605_405, "Mon, 05 Jan 2026 09:30:05 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
    ])
    func `a date is written as HTTP wants it`(second: Int, text: String) {
        #expect(HTTPDate.text(second: second) == text)
    }
}
