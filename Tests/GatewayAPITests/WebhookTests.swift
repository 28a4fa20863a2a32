// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Webhooks": secrets and the log; deliveries themselves are the worker's.
@Suite struct WebhookTests {
    @Test func `the secret stays until it is rotated`() async throws {
        try await withGateway { gateway async throws in
            let first = try await gateway.call("GET", "/webhooks/secret").member("secret")
            #expect(first?.hasPrefix("whsec_") == true)
            #expect(try await gateway.call("GET", "/webhooks/secret").member("secret") == first)
            let second = try await gateway.call("POST", "/webhooks/secret/rotate").member("secret")
            #expect(second != first)
            #expect(try await gateway.call("GET", "/webhooks/secret").member("secret") == second)
            #expect(try await gateway.call("GET", "/webhooks/secret", key: nil).status == 401)
        }
    }

    private func filled(_ gateway: Gateway) async throws -> JobID {
        let body = #"{"sourceLocale":"en","targetLocales":["de","fr"],"data":{"a":"b"}}"#
        _ = try await gateway.call("POST", "/jobs/localization", body)
        let group = try #require(gateway.store.created.last)
        for (number, job) in group.jobs.enumerated() {
            let attempt = DeliveryAttempt(
                number: 1, startedAt: group.createdAt, duration: .milliseconds(7), status: 503,
                error: "the receiver answered 503")
            gateway.store.add(
                DeliveryRecord(
                    id: DeliveryID(job: job.id, run: number + 1), group: group.id, url: "https://a.example/",
                    status: number == 0 ? .exhausted : .pending, createdAt: group.createdAt,
                    nextAttemptAt: nil, completedAt: number == 0 ? group.createdAt : nil, attempts: 1,
                    log: [attempt]))
        }
        return group.jobs[0].id
    }

    @Test func `the log shows deliveries, newest first, page by page and filtered`() async throws {
        try await withGateway { gateway async throws in
            let job = try await filled(gateway)
            let group = try #require(gateway.store.created.last?.id)
            let response = try await gateway.call("GET", "/webhooks/deliveries?jobId=\(job)")
            #expect(
                response.text
                    == #"{"items":[{"id":"\#(job)","jobId":"\#(job)","groupId":"\#(group)","run":1,"#
                    + #""url":"https://a.example/","status":"exhausted","attempts":1,"#
                    + #""lastAttempt":{"attempt":1,"startedAt":"2026-01-05T09:30:00.000Z","durationMs":7,"#
                    + #""status":503,"error":"the receiver answered 503"},"nextAttemptAt":null,"#
                    + #""createdAt":"2026-01-05T09:30:00.000Z","completedAt":"2026-01-05T09:30:00.000Z"}],"#
                    + #""nextCursor":null}"#)
            let page = try await gateway.call("GET", "/webhooks/deliveries?limit=1&groupId=\(group)")
            let cursor = try #require(try page.member("nextCursor"))
            let rest = try await gateway.call("GET", "/webhooks/deliveries?limit=1&cursor=\(cursor)")
            #expect(try rest.json.object?["items"]?.array?.count == 1)
            #expect(try rest.json.object?["nextCursor"] == .null)
            for query in ["status=delivered", "jobId=x", "groupId=x"] {
                let none = try await gateway.call("GET", "/webhooks/deliveries?\(query)")
                #expect(none.text == #"{"items":[],"nextCursor":null}"#)
            }
            let other = try await gateway.call("GET", "/webhooks/deliveries", key: Gateway.otherKey)
            #expect(other.text == #"{"items":[],"nextCursor":null}"#)
        }
    }

    @Test(arguments: ["limit=0", "limit=101", "limit=x", "status=lost", "cursor=x", "cursor=-1", "cursor=01"])
    func `a parameter that is wrong is named`(query: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/webhooks/deliveries?\(query)")
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix(query.prefix { $0 != "=" } + " ") == true)
        }
    }

    @Test func `a delivery can be read whole and replayed, by its owner alone`() async throws {
        try await withGateway { gateway async throws in
            let job = try await filled(gateway)
            let path = "/webhooks/deliveries/\(job)"
            #expect(try await gateway.call("GET", path).json.object?["log"]?.array?.count == 1)
            #expect(try await gateway.call("GET", path, key: Gateway.otherKey).status == 404)
            #expect(try await gateway.call("POST", path + "/replay", key: Gateway.otherKey).status == 404)
            let replayed = try await gateway.call("POST", path + "/replay")
            #expect(replayed.status == 202)
            #expect(try replayed.member("status") == "pending")
            for id in ["\(job)r2", "\(job)r1", "\(job)x", "x"] {
                #expect(try await gateway.call("POST", "/webhooks/deliveries/\(id)/replay").status == 404)
            }
        }
    }

    @Test func `what was counted is told to anybody, as text`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/metrics", key: nil)
            #expect(response.status == 200)
            #expect(response["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(response.text == "dragoman_test 1\n")
        }
    }
}
