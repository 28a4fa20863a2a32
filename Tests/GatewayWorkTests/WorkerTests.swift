// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayStore
import GatewayTestSupport
import GatewayText
import Logging
import ServiceLifecycle
import Testing

@testable import GatewayWork

#if canImport(Glibc)
    import Glibc
#endif

/// The worker over a real database: what it claims, it ends, once.
@Suite struct WorkerTests {
    @Test func `every job of a group ends with output, its locale's own`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one {x}","n":1.50}"#, to: ["es", "es-MX"])
        let jobs = try await bench.run(until: group)
        #expect(jobs.map(\.status) == [.completed, .completed])
        #expect(try await bench.output(of: jobs[0]) == #"{"a":"ONE {x}","n":1.50}"#)
        await bench.end()
    }

    @Test func `one locale never touches another`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es", "xx"])
        let jobs = try await bench.run(until: group)
        #expect(jobs.map(\.status) == [.completed, .failed])
        #expect(jobs[1].errorMessage?.contains("en to xx") == true)
        #expect(jobs[1].attempts == 1)
        await bench.end()
    }

    @Test func `an error that may pass is tried again, and the job then completes`() async throws {
        let failures = Locked(2)
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { call throws(ProviderError) in
            let fails = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw ProviderError(.unavailable, "not now") }
            return call.segments.map { $0.text.uppercased() }
        }
        let bench = try await Bench([provider])
        let jobs = try await bench.run(until: try await bench.submit(#"{"a":"one"}"#, to: ["es"]))
        #expect(jobs[0].status == .completed)
        #expect(jobs[0].attempts == 3)
        await bench.end()
    }

    @Test func `a job that fails at every attempt fails for good, and says why`() async throws {
        let bench = try await Bench([failing("scripted", ProviderError(.unavailable, "not now"))])
        let jobs = try await bench.run(until: try await bench.submit(#"{"a":"one"}"#, to: ["es"]))
        #expect(jobs[0].status == .failed)
        #expect(jobs[0].attempts == 3)
        #expect(jobs[0].errorMessage?.contains("not now") == true)
        await bench.end()
    }

    @Test func `a text that keeps its source makes the job one with warnings`() async throws {
        let bench = try await Bench([spanish { $0 == "bad" ? "" : $0.uppercased() }])
        let jobs = try await bench.run(until: try await bench.submit(#"{"a":"bad","b":"good"}"#, to: ["es"]))
        #expect(jobs[0].status == .completedWithWarnings)
        #expect(try await bench.output(of: jobs[0]) == #"{"a":"bad","b":"GOOD"}"#)
        await bench.end()
    }

    @Test func `a stage that was asked for and does not run is recorded as skipped`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es"], stages: [.preEdit, .backTranslation])
        let jobs = try await bench.run(until: group)
        let steps = try await bench.steps(of: jobs[0])
        #expect(steps.map { $0["stepId"]?.string } == ["preEdit", "localization", "backTranslation"])
        #expect(steps.map { $0["status"]?.string } == ["skipped", "completed", "skipped"])
        #expect(jobs[0].status == .completed)
        await bench.end()
    }

    @Test func `what a dead process had finished of a job is never sent again`() async throws {
        let traits = ProviderTraits(maximumSegments: 1, parallelCalls: 1)
        let texts = (0..<6).map { "\"t\($0)\":\"text \($0)\"" }.joined(separator: ",")
        // The first process hangs in the fourth batch and dies with its lease.
        let hung = ScriptedProvider(pairs: [pair("en", "es")], traits: traits) { call throws(ProviderError) in
            if call.segments[0].text == "text 3" {
                do { try await Task.sleep(for: .seconds(600)) } catch { throw ProviderError(.cancelled, "x") }
            }
            return call.segments.map { $0.text.uppercased() }
        }
        let bench = try await Bench([hung])
        let group = try await bench.submit("{\(texts)}", to: ["es"])
        let attempt = try #require(try await bench.claim().first)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { _ = try? await bench.jobRun.outcome(of: attempt) }
            while hung.calls.count < 4 { await Task.yield() }
            tasks.cancelAll()
        }
        #expect(try await bench.store.recover(maximumCrashes: 3, at: bench.clock.now()) == 1)
        let fresh = spanish(traits: traits)
        let second = bench.with([fresh])
        let jobs = try await second.run(until: group)
        #expect(jobs[0].status == .completed)
        #expect(fresh.calls.map { $0.segments[0].text } == ["text 3", "text 4", "text 5"])
        await bench.end()
    }

    @Test func `a worker that stops gives back what it has not finished`() async throws {
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { _ throws(ProviderError) in
            do { try await Task.sleep(for: .seconds(600)) } catch { throw ProviderError(.cancelled, "x") }
            return []
        }
        let bench = try await Bench([provider])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es"])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await bench.worker.run() }
            while provider.calls.isEmpty { await Task.yield() }
            tasks.cancelAll()
        }
        let attempts = try await bench.claim()
        #expect(attempts.map(\.group) == [group])
        #expect(attempts.map(\.number) == [1])
        await bench.end()
    }

    @Test func `the result of a worker whose lease went to another is dropped`() async throws {
        let bench = try await Bench([spanish()])
        _ = try await bench.submit(#"{"a":"one"}"#, to: ["es"])
        let stale = try #require(try await bench.claim().first)
        _ = try await bench.store.recover(maximumCrashes: 3, at: bench.clock.now())
        let fresh = try #require(try await bench.claim().first)
        let outcome = try await bench.jobRun.outcome(of: stale)
        #expect(try await bench.store.finish(stale.lease, outcome, at: bench.clock.now()) == false)
        #expect(try await bench.store.finish(fresh.lease, outcome, at: bench.clock.now()))
        await bench.end()
    }
}

/// A database in a folder of its own, an organization, and a worker over given providers.
private struct Bench {
    let store: any Store
    let clock = WallClock.system
    let folder: String
    let worker: Worker
    let jobRun: JobRun
    private let identifiers = IdentifierSource()
    private let engine: Engine
    private let key: KeyID

    init(_ providers: [any Provider]) async throws {
        var template = Array("/tmp/dragoman-worker-XXXXXX".utf8CString)
        folder = try String(cString: #require(mkdtemp(&template)))
        store = try await openStore(
            StoreConfiguration(
                path: folder + "/test.db", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let names = providers.map(\.name)
        engine = GatewayWorkTests.engine(of: names)
        key = identifiers.next()
        let record = APIKeyRecord(
            id: key, organization: engine.organization, name: "test", hash: Array(repeating: 1, count: 32),
            createdAt: clock.now())
        _ = try await store.bootstrap(
            Bootstrap(
                organization: engine.organization, organizationName: "Test", engine: engine, key: record))
        (worker, jobRun) = Self.work(providers, store, clock)
    }

    private init(_ other: Bench, _ providers: [any Provider]) {
        store = other.store
        folder = other.folder
        engine = other.engine
        key = other.key
        (worker, jobRun) = Self.work(providers, store, clock)
    }

    /// The same database under other providers, as after a restart.
    func with(_ providers: [any Provider]) -> Bench { Bench(self, providers) }

    private static func work(
        _ providers: [any Provider], _ store: any Store, _ clock: WallClock
    ) -> (Worker, JobRun) {
        let configuration = WorkConfiguration(
            maximumAttempts: 3, retryBase: .milliseconds(2), retryCap: .milliseconds(5), drain: .zero)
        let run = JobRun(
            store: store, documents: JobDocuments(), translator: translator(providers),
            configuration: configuration,
            clock: clock)
        let worker = Worker(
            store: store, run: run, configuration: configuration, clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return (worker, run)
    }

    func submit(_ json: String, to targets: [String], stages: Set<Stage> = []) async throws -> JobGroupID {
        let data = try #require(try JSONValue(parsing: json).object)
        let document = SourceDocument(data: data, pipeline: PipelineConfig(enabled: stages))
        let id: JobGroupID = identifiers.next()
        _ = try await store.create(
            NewJobGroup(
                id: id, organization: engine.organization, key: key, engine: engine.id,
                source: tag("en"), jobs: targets.map { (identifiers.next(), tag($0)) },
                document: document.bytes, segments: document.content.leaves.count,
                callbackURL: nil, idempotencyKey: nil, fingerprint: [1], createdAt: clock.now()))
        return id
    }

    func claim() async throws -> [Attempt] {
        try await store.claim(
            Claim(now: clock.now(), leaseUntil: clock.now() + .seconds(60), owner: "test", limit: 10))
    }

    /// Runs the worker until all jobs of the group are over.
    func run(until group: JobGroupID) async throws -> [JobRecord] {
        try await withThrowingTaskGroup(of: [JobRecord].self) { tasks in
            tasks.addTask {
                try await worker.run()
                return []
            }
            tasks.addTask {
                while true {
                    let found = try #require(try await store.group(group, of: engine.organization))
                    if found.jobs.allSatisfy(\.status.isTerminal) { return found.jobs }
                    await Task.yield()
                }
            }
            let jobs = try await tasks.next() ?? []
            tasks.cancelAll()
            return jobs
        }
    }

    func output(of job: JobRecord) async throws -> String {
        let record = try #require(try await store.job(job.id, of: engine.organization))
        return String(decoding: try #require(record.output), as: UTF8.self)
    }

    func steps(of job: JobRecord) async throws -> [JSONObject] {
        let record = try #require(try await store.job(job.id, of: engine.organization))
        return try #require(try JSONValue(parsing: record.steps).array).compactMap(\.object)
    }

    func end() async {
        await store.close()
        for name in ["test.db", "test.db-wal", "test.db-shm", "test.db.lock"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }
}
