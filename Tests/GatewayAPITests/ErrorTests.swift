// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Logging
import Testing

/// docs/http-api.md, "Errors".
@Suite struct ErrorTests {
    private static let localize = #"{"targetLocale":"de","data":{"a":"b"}}"#

    private struct Unforeseen: Error {}

    @Test func `an error of the work has its status and tag`() async throws {
        let cases: [(any Error, Int, String, String)] = [
            (RequestError.invalid(field: "data", reason: "is odd"), 400, "BadRequestError", "data is odd"),
            (RequestError.paymentRequired(reason: "No credit."), 402, "PaymentRequiredError", "No credit."),
            (RequestError.forbidden(reason: "Not yours."), 403, "ForbiddenError", "Not yours."),
            (
                RequestError.failed(reason: "All models failed."), 500, "InternalServerError",
                "All models failed."
            ),
            (StoreError.full, 500, "InternalServerError", "The gateway's storage is full."),
            (StoreError.corrupt(reason: "secret"), 500, "InternalServerError", "Unexpected failure."),
            (StoreError.underlying("secret"), 500, "InternalServerError", "Unexpected failure."),
            (StoreError.closed, 503, "ServiceUnavailableError", "The server is stopping."),
            (Unforeseen(), 500, "InternalServerError", "Unexpected failure."),
        ]
        try await withGateway { gateway async throws in
            for (error, status, tag, message) in cases {
                gateway.localizer.fail(with: error)
                let response = try await gateway.call("POST", "/process/localize", Self.localize)
                #expect(response.status == status)
                #expect(try response.member("_tag") == tag)
                #expect(try response.member("message") == message)
            }
        }
    }

    @Test func `an unexpected error is in the log under the request's id`() async throws {
        try await withGateway { gateway async throws in
            gateway.localizer.fail(with: Unforeseen())
            let response = try await gateway.call("POST", "/process/localize", Self.localize)
            let id = try #require(response["x-request-id"])
            let line = try #require(gateway.log.lines.first { $0.level == .error })
            #expect(line.metadata["request.id"] == id)
            #expect(line.metadata["error"]?.contains("Unforeseen") == true)
        }
    }

    @Test func `a limit says when to come back, in whole seconds`() async throws {
        try await withGateway { gateway async throws in
            gateway.localizer.fail(
                with: RequestError.tooMany(reason: "Full.", retryAfter: .milliseconds(2100)))
            let full = try await gateway.call("POST", "/process/localize", Self.localize)
            #expect(full.status == 429)
            #expect(full["retry-after"] == "3")
            gateway.localizer.fail(with: RequestError.unavailable(reason: "Draining."))
            let draining = try await gateway.call("POST", "/process/localize", Self.localize)
            #expect(draining.status == 503)
            #expect(draining["retry-after"] != nil)
        }
    }

    @Test(arguments: [
        ("GET", "/"), ("GET", "/nothing"), ("GET", "/process/localize"), ("PUT", "/jobs/localization"),
        ("PUT", "/jobs/localization/ljb_7Qm2Xc9LrT4vBn1K"), ("POST", "/healthz"), ("OPTIONS", "/users/me"),
        ("TRACE", "/users/me"), ("BREW", "/users/me"), ("GET", "/users/me/x"), ("GET", "/Users/me"),
        ("OPTIONS", "*"),
    ])
    func `an unknown path or method is a 404, even without a key`(method: String, path: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(method, path, key: nil)
            #expect(response.status == 404 || (method == "BREW" && response.status == 400))
            guard response.status == 404 else { return }
            #expect(try response.member("_tag") == "NotFoundError")
            #expect(try response.member("entityType") == "Route")
        }
    }

    @Test func `a 404 names what is not there`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/jobs/localization/ljb_7Qm2Xc9LrT4vBn1K")
            let expected =
                #"{"message":"Job not found: ljb_7Qm2Xc9LrT4vBn1K","_tag":"NotFoundError","entityType":"Job","#
                + #""id":"ljb_7Qm2Xc9LrT4vBn1K"}"#
            #expect(response.status == 404)
            #expect(response.text == expected)
        }
    }

    @Test(arguments: [
        ("{\"a\": 1,\n  \"b\": tru}", "line 2, column 8 (byte 16)"), ("", "empty"),
        ("[1]", "must be a JSON object"),
        (#"{"a":1,"a":2}"#, "stands twice"), (#"{"a":"\ud800"}"#, "surrogate"),
        (#"{"a":"\udc00\ud800"}"#, "surrogate"),
        (#"{"a":1}{"#, "more text"), (#"{"a":01}"#, "comma"), (#"{"a":.5}"#, "value"),
        (#"{"a":NaN}"#, "value"),
        ("{\"a\":\"\t\"}", "control character"), (#"{"a":"b}"#, "does not end"), ("\u{FEFF}{}", "byte 0"),
        (String(repeating: "[", count: 100_000), "deeper"),
    ])
    func `what is not JSON is a 400 that says where and why`(body: String, reason: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/process/localize", body)
            #expect(response.status == 400)
            #expect(try response.member("message")?.contains(reason) == true, "\(response.text)")
        }
    }

    @Test func `invalid UTF-8 is a 400`() async throws {
        try await withGateway { gateway async throws in
            let body = Array(#"{"data":{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}}"#.utf8)
            let client = try WireClient(port: gateway.port)
            try await client.send(
                gateway.request("POST", "/process/localize", nil, ["Content-Length: \(body.count)"]))
            try await client.send(body)
            let response = try await client.response()
            #expect(response.status == 400)
            #expect(try response.member("message")?.contains("UTF-8") == true)
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=x", 400), ("application/x-www-form-urlencoded", 200),
        ("text/plain", 200), ("application/xml", 400),
        ("application/json; charset=iso-8859-1", 400), ("application/json", 200),
        ("application/json;charset=UTF-8", 200),
        (#"Application/JSON; charset="utf-8""#, 200), ("application/vnd.api+json", 200),
    ])
    func `a body is JSON in UTF-8 or refused`(type: String, status: Int) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/process/localize", Self.localize, ["Content-Type: \(type)"])
            #expect(response.status == status)
        }
    }

    @Test func `a body without a media type is taken as JSON, one with an encoding is refused`() async throws
    {
        try await withGateway { gateway async throws in
            let length = "Content-Length: \(Self.localize.utf8.count)"
            for (fields, status) in [([length], 200), ([length, "Content-Encoding: gzip"], 400)] {
                let client = try WireClient(port: gateway.port)
                try await client.send(
                    gateway.request("POST", "/process/localize", nil, fields) + Self.localize)
                #expect(try await client.response().status == status)
            }
        }
    }
}
