// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Live progress": what a subscriber is told.
@Suite struct SocketMessageTests {
    @Test func `each change is a message with the whole group, and the end closes`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "pt-br"], segments: 7)
            let (de, pt) = (group.jobs[0].id, group.jobs[1].id)
            let client = try await SocketClient.watching(group, of: gateway)
            let snapshot = { (status: String, counts: [Int], de: String, pt: String) in
                #""snapshot":{"groupId":"\#(group.id)","status":"\#(status)","totalJobs":2,"#
                    + #""completedJobs":\#(counts[0]),"completedWithWarningsJobs":\#(counts[1]),"#
                    + #""failedJobs":\#(counts[2]),"jobs":{"\#(group.jobs[0].id)":{"locale":"de",\#(de)},"#
                    + #""\#(group.jobs[1].id)":{"locale":"pt-br",\#(pt)}}}}"#
            }
            let job = { (status: String, done: Int) in
                #""status":"\#(status)","run":1,"segmentsDone":\#(done),"segmentsTotal":7"#
            }
            #expect(
                try await client.message() == #"{"type":"snapshot","#
                    + snapshot("pending", [0, 0, 0], job("queued", 0), job("queued", 0)))

            gateway.store.update(de) { $0.status = .processing }
            #expect(
                try await client.message() == #"{"type":"job.progress","jobId":"\#(de)","locale":"de","#
                    + snapshot("processing", [0, 0, 0], job("processing", 0), job("queued", 0)))

            gateway.store.update(de) { $0.segmentsDone = 3 }
            #expect(
                try await client.message() == #"{"type":"job.progress","jobId":"\#(de)","locale":"de","#
                    + snapshot("processing", [0, 0, 0], job("processing", 3), job("queued", 0)))

            gateway.store.update(de) { ($0.status, $0.segmentsDone) = (.completedWithWarnings, 7) }
            #expect(
                try await client.message() == #"{"type":"job.completed","jobId":"\#(de)","locale":"de","#
                    + snapshot(
                        "processing", [1, 1, 0], job("completed_with_warnings", 7), job("queued", 0)))

            gateway.store.update(pt) { ($0.status, $0.errorMessage) = (.failed, "no \"model\"") }
            #expect(
                try await client.message()
                    == #"{"type":"job.failed","jobId":"\#(pt)","locale":"pt-br","error":"no \"model\"","#
                    + snapshot("partial", [1, 1, 1], job("completed_with_warnings", 7), job("failed", 0)))

            #expect(
                try await client.message()
                    == #"{"type":"group.completed","groupId":"\#(group.id)","status":"partial","#
                    + snapshot("partial", [1, 1, 1], job("completed_with_warnings", 7), job("failed", 0)))
            #expect(try await client.closeCode() == 1000)
        }
    }

    @Test func `a group that is over is told as such, and the end closes`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            for _ in 1...2 {
                let client = try await SocketClient.watching(group, of: gateway)
                #expect(try await client.object()["type"] == "snapshot")
                let last = try await client.object()
                #expect(last["type"] == "group.completed")
                #expect(last["status"] == "completed")
                #expect(last.count("completedJobs") == 1)
                #expect(try await client.closeCode() == 1000)
            }
        }
    }

    @Test func `subscribers who come later begin with what the others know`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "fr"])
            let first = try await SocketClient.watching(group, of: gateway)
            _ = try await first.message()
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            #expect(try await first.object()["type"] == "job.completed")
            let second = try await SocketClient.watching(group, of: gateway, key: Gateway.serviceKey)
            let snapshot = try await second.object()
            #expect(snapshot["type"] == "snapshot")
            #expect(snapshot.count("completedJobs") == 1)
            gateway.store.update(group.jobs[1].id) { $0.status = .completed }
            for client in [first, second] {
                #expect(try await client.object()["type"] == "job.completed")
                #expect(try await client.object()["type"] == "group.completed")
                #expect(try await client.closeCode() == 1000)
            }
        }
    }

    @Test func `what happens while the group is read is neither lost nor told twice`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "fr", "es"])
            let ids = group.jobs.map(\.id)
            let store = gateway.store
            store.duringReading(
                before: {
                    store.update(ids[0]) { $0.status = .processing }
                    store.update(ids[0]) { $0.status = .completed }
                }, after: { store.update(ids[1]) { $0.status = .failed } })
            let client = try await SocketClient.watching(group, of: gateway)
            store.duringReading()
            let snapshot = try await client.object()
            #expect(snapshot["type"] == "snapshot")
            #expect(snapshot.count("completedJobs") == 1)
            #expect(snapshot.count("failedJobs") == 1)
            store.update(ids[2]) { $0.status = .completed }
            let next = try await client.object()
            #expect(next["type"] == "job.completed")
            #expect(next["jobId"] == .string(ids[2].text))
            #expect(try await client.object()["type"] == "group.completed")
        }
    }

    @Test func `a group whose end is heard of while it is read is over`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let (store, id) = (gateway.store, group.jobs[0].id)
            store.duringReading(after: { store.update(id) { $0.status = .completed } })
            let client = try await SocketClient.watching(group, of: gateway)
            #expect(try await client.object().count("completedJobs") == 1)
            #expect(try await client.object()["type"] == "group.completed")
            #expect(try await client.closeCode() == 1000)
        }
    }

    @Test func `counts never go back within a run, in whatever order news comes`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "fr"])
            let id = group.jobs[0].id
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            let change = { (run: Int, status: JobStatus, done: Int) in
                JobChange(
                    status.isTerminal ? .ended : .progressed, job: id, group: group.id,
                    target: LocaleTag(unchecked: "de"), run: run, status: status, segmentsDone: done)
            }
            // Each news is told before what is older than it is heard of.
            for (news, older) in [
                (change(1, .processing, 5), [change(1, .processing, 3), change(1, .queued, 0)]),
                (change(1, .failed, 4), [change(1, .processing, 9), change(1, .completed, 9)]),
                (change(2, .processing, 2), [change(1, .failed, 9), change(2, .processing, 1)]),
                (change(2, .completed, 10), [change(2, .processing, 10)]),
            ] {
                gateway.store.changes.publish([news])
                let job = try await client.object().job(id)
                #expect(job?["status"] == .string(news.status.rawValue))
                #expect(job?["run"] == .number("\(news.run)"))
                // A run that fails keeps what it had done.
                #expect(job?["segmentsDone"] == .number("\(news.status == .failed ? 5 : news.segmentsDone)"))
                for change in older + [news] { gateway.store.changes.publish([change]) }
            }
            gateway.store.update(group.jobs[1].id) { $0.status = .completed }
            #expect(try await client.object()["jobId"] == .string(group.jobs[1].id.text))
        }
    }

    @Test func `a job that is queued again is told as its next run`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "fr"])
            let id = group.jobs[0].id
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            #expect(
                try await gateway.call("POST", "/jobs/localization/\(id)/cancel").status == 200)
            let failed = try await client.object()
            #expect(failed["type"] == "job.failed")
            #expect(failed["error"] == "Cancelled.")
            #expect(failed.count("failedJobs") == 1)
            #expect(
                try await gateway.call(
                    "POST", "/jobs/localization/\(id)/retry", #"{"cancelled":true}"#
                ).status == 200)
            let again = try await client.object()
            #expect(again["type"] == "job.progress")
            #expect(again.job(id)?["run"] == 2)
            #expect(again.count("failedJobs") == 0)
        }
    }

    @Test func `a group that is run again after its end is watched anew`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de"])
            let id = group.jobs[0].id
            // Does not close, and so keeps its place.
            let first = try await SocketClient.watching(group, of: gateway)
            gateway.store.update(id) { $0.status = .failed }
            _ = try await first.object(of: "group.completed")
            #expect(try await gateway.call("POST", "/jobs/localization/\(id)/retry").status == 200)
            let second = try await SocketClient.watching(group, of: gateway)
            let snapshot = try await second.object()
            #expect(snapshot.job(id)?["status"] == "processing")
            #expect(snapshot.job(id)?["run"] == 2)
            gateway.store.update(id) { $0.status = .completed }
            #expect(try await second.object()["type"] == "job.completed")
            #expect(try await first.closeCode() == 1000)
        }
    }

    @Test func `deleted jobs leave the group; when all have, there is no end but the close`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "fr", "es"])
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            _ = try await gateway.call("DELETE", "/jobs/localization/\(group.jobs[0].id)")
            let fewer = try await client.object()
            #expect(fewer["type"] == "job.progress")
            #expect(fewer["jobId"] == .string(group.jobs[0].id.text))
            #expect(fewer.count("totalJobs") == 2)
            #expect(fewer.job(group.jobs[0].id) == nil)
            _ = try await gateway.call("DELETE", "/jobs/localization/groups/\(group.id)")
            #expect(try await client.object().count("totalJobs") == 1)
            let last = try await client.object()
            #expect(last["type"] == "job.progress")
            #expect(last.count("totalJobs") == 0)
            let end = try await client.frame()
            #expect(end.opcode == SocketClient.close && end.code == 1000)
        }
    }

    @Test func `a group ends with its last open job's deletion`() async throws {
        try await withGateway { gateway async throws in
            let group = try gateway.group(["de", "fr"])
            gateway.store.update(group.jobs[0].id) { $0.status = .completed }
            let client = try await SocketClient.watching(group, of: gateway)
            _ = try await client.message()
            _ = try await gateway.call("DELETE", "/jobs/localization/\(group.jobs[1].id)")
            #expect(try await client.object()["type"] == "job.progress")
            let end = try await client.object()
            #expect(end["type"] == "group.completed")
            #expect(end.count("totalJobs") == 1)
            #expect(try await client.closeCode() == 1000)
        }
    }

    @Test func `other groups are not told of`() async throws {
        try await withGateway { gateway async throws in
            let (mine, other) = (try gateway.group(["de"]), try gateway.group(["de"]))
            let client = try await SocketClient.watching(mine, of: gateway)
            _ = try await client.message()
            gateway.store.update(other.jobs[0].id) { $0.status = .completed }
            gateway.store.update(mine.jobs[0].id) { $0.status = .completed }
            let next = try await client.object()
            #expect(next["jobId"] == .string(mine.jobs[0].id.text))
        }
    }
}
