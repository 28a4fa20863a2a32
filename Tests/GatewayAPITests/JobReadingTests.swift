// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "States", "Group", "Job", "List".
@Suite struct JobReadingTests {
    /// Creates a group of so many jobs.
    private func create(_ targets: [String], in gateway: Gateway) async throws -> NewJobGroup {
        let locales = targets.map { "\"\($0)\"" }.joined(separator: ",")
        let body = #"{"sourceLocale":"en","targetLocales":[\#(locales)],"data":{"a":"b"}}"#
        let id = try await gateway.call("POST", "/jobs/localization", body).member("groupId")
        return try #require(gateway.store.created.first { $0.id.text == id })
    }

    @Test(
        arguments: [
            ([.queued, .queued], "pending", 0, 0, 0), ([.queued, .completed], "processing", 1, 0, 0),
            ([.failed, .processing], "processing", 0, 0, 1), ([.failed, .failed], "failed", 0, 0, 2),
            ([.failed, .completed], "partial", 1, 0, 1),
            ([.completed, .completedWithWarnings], "completed", 2, 1, 0),
        ] as [([JobStatus], String, Int, Int, Int)])
    func `a group's status and counts follow its jobs`(
        statuses: [JobStatus], status: String, completed: Int, warned: Int, failed: Int
    ) async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de", "ja"], in: gateway)
            for (job, status) in zip(group.jobs, statuses) {
                gateway.store.update(job.id) { $0.status = status }
            }
            let answer = try await gateway.call("GET", "/jobs/localization/groups/\(group.id)").json.object
            #expect(answer?["status"] == .string(status))
            #expect(answer?["totalJobs"] == 2)
            #expect(answer?["completedJobs"] == .number(String(completed)))
            #expect(answer?["completedWithWarningsJobs"] == .number(String(warned)))
            #expect(answer?["failedJobs"] == .number(String(failed)))
        }
    }

    @Test func `a group is a scoreboard`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de"], in: gateway)
            gateway.store.update(group.jobs[0].id) { job in
                job.status = .completed
                job.output = Array(#"{"a":"B"}"#.utf8)
                job.segmentsDone = 1
                job.completedAt = job.createdAt + .milliseconds(4100)
            }
            let response = try await gateway.call("GET", "/jobs/localization/groups/\(group.id)")
            let expected =
                #"{"id":"\#(group.id)","groupId":"\#(group.id)","status":"completed","engineId":"eng_H5sR0uTz8KcWq2Lm","#
                + #""sourceLocale":"en","totalJobs":1,"completedJobs":1,"completedWithWarningsJobs":0,"failedJobs":0,"#
                + #""jobs":[{"id":"\#(group.jobs[0].id)","targetLocale":"de","status":"completed","errorMessage":null,"#
                + #""warnings":[],"run":1,"cancelled":false,"segmentsDone":1,"segmentsTotal":1,"#
                + #""createdAt":"2026-01-05T09:30:00.000Z","completedAt":"2026-01-05T09:30:04.100Z"}],"#
                + #""createdAt":"2026-01-05T09:30:00.000Z","completedAt":"2026-01-05T09:30:04.100Z"}"#
            #expect(response.text == expected)
        }
    }

    @Test func `a job has its output, warnings and steps as they were stored`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de"], in: gateway)
            let id = group.jobs[0].id
            let waiting = try await gateway.call("GET", "/jobs/localization/\(id)").json.object
            #expect(waiting?["outputData"] == .null && waiting?["completedAt"] == .null)
            #expect(
                waiting?["warnings"] == [] && waiting?["steps"] == [] && waiting?["errorMessage"] == .null)
            gateway.store.update(id) { job in
                job.status = .completedWithWarnings
                job.output = Array(#"{"n":1.50,"a":"B"}"#.utf8)
                job.segmentsDone = 1
                job.run = 2
                job.receipt = Receipt(
                    segments: 1, new: 1, usage: Usage(inputTokens: 5, outputTokens: 6, cost: 0.25))
                job.warnings = Array(#"[{"stepId":"rephrase","message":"m"}]"#.utf8)
                job.steps = Array(#"[{"stepId":"localization","status":"completed"}]"#.utf8)
                job.completedAt = job.createdAt
            }
            let response = try await gateway.call("GET", "/jobs/localization/\(id)")
            let expected =
                #"{"id":"\#(id)","groupId":"\#(group.id)","engineId":"eng_H5sR0uTz8KcWq2Lm","sourceLocale":"en","#
                + #""targetLocale":"de","outputData":{"n":1.50,"a":"B"},"status":"completed_with_warnings","#
                + #""errorMessage":null,"warnings":[{"stepId":"rephrase","message":"m"}],"run":2,"cancelled":false,"#
                + #""segmentsDone":1,"segmentsTotal":1,"#
                + #""steps":[{"stepId":"localization","status":"completed"}],"receipt":{"segments":1,"newSegments":1,"#
                + #""reusedSegments":0,"inputTokens":5,"outputTokens":6,"cost":0.25},"#
                + #""createdAt":"2026-01-05T09:30:00.000Z","#
                + #""completedAt":"2026-01-05T09:30:00.000Z"}"#
            #expect(response.text == expected)
        }
    }

    @Test func `jobs and groups of others, and ids of the wrong kind, do not exist`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create(["de"], in: gateway)
            let (job, id) = (group.jobs[0].id.text, group.id.text)
            for path in [job, "groups/\(id)"] {
                let path = "/jobs/localization/\(path)"
                #expect(try await gateway.call("GET", path).status == 200)
                #expect(try await gateway.call("GET", path, key: Gateway.otherKey).status == 404)
                #expect(try await gateway.call("GET", path, key: nil).status == 401)
            }
            for path in [id, "groups/\(job)", "groups", "\(job)x", "%6C%6A", "%ZZ"] {
                #expect(try await gateway.call("GET", "/jobs/localization/\(path)").status == 404)
            }
        }
    }

    /// The ids of a page and its cursor.
    private func page(_ query: String, of gateway: Gateway) async throws -> (ids: [String], next: String?) {
        let response = try await gateway.call("GET", "/jobs/localization\(query)")
        #expect(response.status == 200, "\(response.text)")
        let items = try response.json.object?["items"]?.array ?? []
        return (items.compactMap { $0.object?["id"]?.string }, try response.member("nextCursor"))
    }

    @Test(arguments: [1, 2, 7, 100])
    func `pages together hold every job once, newest first, while new ones arrive`(limit: Int) async throws {
        try await withGateway { gateway async throws in
            var made: [String] = []
            for _ in 1...3 { made += try await create(["de", "ja", "fr"], in: gateway).jobs.map(\.id.text) }
            var (found, next) = try await page("?limit=\(limit)", of: gateway)
            while let cursor = next {
                _ = try await create(["es"], in: gateway)
                let more = try await page("?limit=\(limit)&cursor=\(cursor)", of: gateway)
                #expect(!more.ids.isEmpty)
                found += more.ids
                next = more.next
            }
            #expect(found == made.reversed())
        }
    }

    @Test func `a list has 20 jobs unless told, and filters combine`() async throws {
        try await withGateway { gateway async throws in
            let group = try await create((0..<30).map { "de-x-\($0)" }, in: gateway)
            for job in group.jobs.prefix(3) { gateway.store.update(job.id) { $0.status = .failed } }
            #expect(try await page("", of: gateway).ids.count == 20)
            let failed = try await page("?status=failed&engineId=\(Gateway.engine)&new=1", of: gateway)
            #expect(failed.ids == group.jobs.prefix(3).reversed().map(\.id.text) && failed.next == nil)
            #expect(try await page("?status=completed", of: gateway).ids.isEmpty)
            for engine in [Gateway.otherEngine.text, "nonsense", ""] {
                #expect(try await page("?engineId=\(engine)", of: gateway).ids.isEmpty)
            }
        }
    }

    @Test(arguments: [
        "limit=0", "limit=101", "limit=-1", "limit=ten", "limit=", "limit=%2B1", "limit=1.0",
        "limit=1&limit=2",
        "status=done", "status=", "cursor=", "cursor=a-b", "cursor=%FF", "limit=99999999999999999999",
    ])
    func `a wrong parameter is a 400 that names it`(query: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/jobs/localization?\(query)")
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix(query.prefix { $0 != "=" }) == true)
        }
    }
}
