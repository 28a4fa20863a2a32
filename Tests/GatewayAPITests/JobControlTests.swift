// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Cancel, retry, delete" and what a full queue answers.
@Suite struct JobControlTests {
    private func create(_ targets: [String], in gateway: Gateway) async throws -> NewJobGroup {
        let list = targets.map { "\"\($0)\"" }.joined(separator: ",")
        let body = #"{"sourceLocale":"en","targetLocales":[\#(list)],"data":{"a":"b"}}"#
        #expect(try await gateway.call("POST", "/jobs/localization", body).status == 202)
        return try #require(gateway.store.created.last)
    }

    private func statuses(_ response: WireResponse) throws -> [String] {
        try response.json.object?["jobs"]?.array?.compactMap { $0.object?["status"]?.string } ?? []
    }

    @Test func `cancelling a group ends what is open, and answers with the group`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de", "fr"], in: gateway)
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            let response = try await gateway.call("POST", "/jobs/localization/groups/\(group.id)/cancel")
            #expect(response.status == 200)
            #expect(try statuses(response) == ["completed", "failed"])
            #expect(try response.member("status") == "partial")
            let again = try await gateway.call("POST", "/jobs/localization/groups/\(group.id)/cancel")
            #expect(again.text == response.text)
        }
    }

    @Test func `a cancelled job is failed and says so`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de"], in: gateway)
            let response = try await gateway.call("POST", "/jobs/localization/\(group.jobs[0].id)/cancel")
            let job = try #require(try response.json.object)
            #expect(job["status"] == "failed" && job["cancelled"] == .bool(true))
            #expect(job["errorMessage"]?.string?.contains("ancelled") == true)
        }
    }

    @Test func `failed jobs run again, cancelled ones only when asked`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de", "fr", "es"], in: gateway)
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            gateway.store.update(group.jobs[1].id) { $0.status = .failed }
            let path = "/jobs/localization/groups/\(group.id)"
            _ = try await gateway.call("POST", "/jobs/localization/\(group.jobs[2].id)/cancel")
            #expect(
                try statuses(await gateway.call("POST", path + "/retry"))
                    == ["completed", "processing", "failed"])
            #expect(
                try statuses(await gateway.call("POST", path + "/retry", #"{"cancelled":true}"#))
                    == ["completed", "processing", "processing"])
            let job = try await gateway.call("GET", "/jobs/localization/\(group.jobs[1].id)")
            #expect(try job.json.object?["run"] == .number("2"))
        }
    }

    @Test(arguments: ["[]", #"{"cancelled":1}"#, "{"])
    func `a body that retry does not understand changes nothing`(body: String) async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de"], in: gateway)
            gateway.store.update(group.jobs[0].id) { $0.status = .failed }
            let path = "/jobs/localization/\(group.jobs[0].id)"
            #expect(try await gateway.call("POST", path + "/retry", body).status == 400)
            #expect(try await gateway.call("GET", path).member("status") == "failed")
        }
    }

    @Test func `what is deleted does not exist any more`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de", "fr"], in: gateway)
            let (job, path) = (group.jobs[0].id, "/jobs/localization/groups/\(group.id)")
            let response = try await gateway.call("DELETE", "/jobs/localization/\(job)")
            #expect(response.text == #"{"id":"\#(job)","deletedJobs":1}"#)
            #expect(try await gateway.call("GET", "/jobs/localization/\(job)").status == 404)
            #expect(try await gateway.call("DELETE", path).text == #"{"id":"\#(group.id)","deletedJobs":1}"#)
            #expect(try await gateway.call("GET", path).status == 404)
            #expect(try await gateway.call("DELETE", path).status == 404)
        }
    }

    @Test(arguments: [
        ("POST", "/cancel"), ("POST", "/retry"), ("DELETE", ""),
    ]) func `others' jobs, and ids of the wrong kind, do not exist`(method: String, action: String)
        async throws
    {
        try await withGateway { gateway async throws in
            let group = try await create(["de"], in: gateway)
            for path in ["groups/\(group.id)", "\(group.jobs[0].id)"] {
                let other = try await gateway.call(
                    method, "/jobs/localization/\(path)\(action)", key: Gateway.otherKey)
                #expect(other.status == 404)
                #expect(try other.member("_tag") == "NotFoundError")
            }
            for path in ["groups/\(group.jobs[0].id)", "\(group.id)", "groups/x", "x"] {
                #expect(
                    try await gateway.call(method, "/jobs/localization/\(path)\(action)").status == 404)
            }
            #expect(
                try await gateway.call(
                    method, "/jobs/localization/groups/\(group.id)\(action)", key: "no"
                ).status == 401)
            #expect(
                try await gateway.call("GET", "/jobs/localization/groups/\(group.id)").member("status")
                    == "pending")
        }
    }

    @Test(arguments: [
        (QueueLimit.jobs, "Too many jobs wait"),
        (.jobsPerOrganization, "Too many jobs of the organization wait"),
        (.bytes, "Too much content waits"),
        (.bytesPerOrganization, "Too much content of the organization waits"),
        (.disk, "The gateway's disk is nearly full"),
    ]) func `a full queue is a 429 that says when to come again`(limit: QueueLimit, message: String)
        async throws
    {
        try await withGateway { gateway async throws in
            gateway.store.fill(limit)
            let body = #"{"sourceLocale":"en","targetLocales":["de"],"data":{"a":"b"}}"#
            let response = try await gateway.call("POST", "/jobs/localization", body)
            #expect(response.status == 429)
            #expect(try response.member("_tag") == "TooManyRequestsError")
            #expect(try response.member("message") == message)
            #expect((response["retry-after"].flatMap { Int($0) } ?? 0) > 0)
        }
    }
}
