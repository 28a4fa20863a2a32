// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import GatewayStore
import GatewayTestSupport
import Logging
import ServiceLifecycle
import Testing

@testable import GatewayWork

/// The delivery worker over a real database: what ends is handed over, in order, until it is taken.
@Suite(.timeLimit(.minutes(1))) struct DeliveryWorkerTests {
    private func body(_ request: OutboundRequest) throws -> JSONObject {
        try #require(try JSONValue(parsing: request.body).object)
    }

    /// Hands over everything that is due until `enough`.
    private func deliver(
        _ bench: Bench, to outbound: ScriptedOutbound,
        _ configuration: DeliveryConfiguration = DeliveryConfiguration(waits: [.milliseconds(1)]),
        until enough: @escaping @Sendable () async throws -> Bool
    ) async throws {
        let worker = makeDeliveryWorker(
            configuration, store: bench.store, outbound: outbound,
            secrets: WebhookSecrets(store: bench.store, key: .random(), overlap: .zero),
            publicURL: { "https://gateway.example" }, clock: bench.clock,
            logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await worker.run() }
            while try await !enough() { await Task.yield() }
            tasks.cancelAll()
        }
    }

    private func log(_ bench: Bench) async throws -> [DeliveryRecord] {
        try await bench.store.deliveries(DeliveryQuery(limit: 100), of: bench.engine.organization).deliveries
    }

    @Test func `results go out in the order in which jobs ended, as the contract writes them`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(
            #"{"a":"one","n":1.50}"#, to: ["es", "xx"], callback: "https://a.example/hook")
        let jobs = try await bench.run(until: group)
        let outbound = ScriptedOutbound { _ in .success(OutboundResponse(status: 200)) }
        try await deliver(bench, to: outbound) {
            try await log(bench).allSatisfy { $0.status == .delivered }
        }
        let sent = outbound.requests
        #expect(sent.map(\.url) == ["https://a.example/hook", "https://a.example/hook"])
        let byTarget = try Dictionary(grouping: sent) { try body($0)["targetLocale"]?.string ?? "" }
        let done = try #require(byTarget["es"]?.first)
        #expect(
            String(decoding: done.body, as: UTF8.self)
                == #"{"type":"translation.completed","jobId":"\#(jobs[0].id)","groupId":"\#(group)","#
                + #""sourceLocale":"en","targetLocale":"es","data":{"a":"ONE","n":1.50},"status":"completed","#
                + #""warnings":[],"run":1}"#)
        let failed = try body(try #require(byTarget["xx"]?.first))
        #expect(failed["type"] == "translation.failed")
        #expect(failed["error"]?.string == jobs[1].errorMessage)
        #expect(failed["data"] == nil && failed["cancelled"] == .bool(false))
        let headers = Dictionary(uniqueKeysWithValues: done.headers.map { ($0.name, $0.value) })
        #expect(headers["webhook-id"] == jobs[0].id.text)
        #expect(headers["webhook-signature"]?.hasPrefix("v1,") == true)
        #expect(headers["content-type"] == "application/json")
        #expect(done.timeout == .seconds(15) && done.cutsLongAnswer && done.maximumResponseBytes == 65_536)
        await bench.end()
    }

    @Test func `each attempt is logged, and the last one that fails exhausts it`() async throws {
        let bench = try await Bench([spanish()])
        _ = try await bench.run(
            until: try await bench.submit(#"{"a":"one"}"#, to: ["es"], callback: "https://a.example/"))
        let outbound = ScriptedOutbound { _ in .failure(.timedOut) }
        try await deliver(bench, to: outbound) { try await log(bench).first?.status == .exhausted }
        let id = try #require(try await log(bench).first?.id)
        let record = try #require(try await bench.store.delivery(id, of: bench.engine.organization))
        #expect(record.log.map(\.number) == [1, 2])
        #expect(record.log.allSatisfy { $0.error == "the receiver did not answer in time" })
        #expect(outbound.requests.count == 2)
        await bench.end()
    }

    @Test func `a receiver that does not answer holds up itself alone`() async throws {
        let bench = try await Bench([spanish()])
        for path in ["silent", "a", "b"] {
            _ = try await bench.run(
                until: try await bench.submit(
                    #"{"a":"one"}"#, to: ["es"], callback: "https://a.example/\(path)"))
        }
        let outbound = ScriptedOutbound { request in
            request.url.hasSuffix("silent") ? nil : .success(OutboundResponse(status: 204))
        }
        try await deliver(bench, to: outbound) {
            try await log(bench).count { $0.status == .delivered } == 2
        }
        let left = try #require(try await log(bench).first { $0.status == .pending })
        #expect(left.url == "https://a.example/silent")
        #expect(left.attempts == 0, "an attempt that the process cut short is not counted")
        await bench.end()
    }

    @Test func `at most one attempt is under way to a receiver`() async throws {
        let bench = try await Bench([spanish()])
        let targets = (0..<40).map { "es-x-t\($0)" }
        _ = try await bench.run(
            until: try await bench.submit(#"{"a":"one"}"#, to: targets, callback: "https://a.example/"))
        let open = Locked((now: 0, most: 0))
        let outbound = ScriptedOutbound { _ in
            open.withLock { open in
                open.now += 1
                open.most = max(open.most, open.now)
            }
            await Task.yield()
            open.withLock { $0.now -= 1 }
            return .success(OutboundResponse(status: 200))
        }
        try await deliver(bench, to: outbound) {
            try await log(bench).allSatisfy { $0.status == .delivered }
        }
        #expect(open.withLock { $0.most } == 1)
        let order = try outbound.requests.map { try body($0)["jobId"]?.string }
        let ends = try await log(bench).reversed().map(\.id.job.text)
        #expect(order == ends)
        await bench.end()
    }
}
