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

/// A database in a folder of its own, an organization, and a worker over given providers.
struct Bench {
    let store: any Store
    let clock = WallClock.system
    let folder: String
    let worker: Worker
    let jobRun: JobRun
    private let identifiers = IdentifierSource()
    let engine: Engine
    private let key: KeyID

    init(_ providers: [any Provider]) async throws {
        var template = Array("/tmp/dragoman-worker-XXXXXX".utf8CString)
        folder = try String(cString: #require(mkdtemp(&template)))
        store = try await openStore(
            StoreConfiguration(
                path: folder + "/test.db", logger: quiet))
        let names = providers.map(\.name)
        engine = GatewayWorkTests.engine(of: names)
        key = identifiers.next()
        let record = APIKeyRecord(
            id: key, organization: engine.organization, name: "test", hash: Array(repeating: 1, count: 32),
            createdAt: clock.now())
        _ = try await store.bootstrap(
            Bootstrap(
                organization: engine.organization, organizationName: "Test",
                engine: EngineRecord(engine, identifiers: identifiers, createdAt: clock.now()), key: record))
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
            store: store, documents: JobDocuments(),
            translator: translator(
                providers,
                memory: TranslationMemory(
                    store: store, rules: makeLocaleRules(), configuration: MemoryConfiguration(),
                    clock: clock, logger: quiet)),
            glossaries: GlossaryCache(store: store, rules: makeLocaleRules(), logger: quiet),
            configuration: configuration,
            clock: clock)
        let worker = Worker(
            store: store, run: run, configuration: configuration, clock: clock,
            logger: quiet)
        return (worker, run)
    }

    func submit(
        _ json: String, to targets: [String], stages: Set<Stage> = [], callback: String? = nil
    ) async throws -> JobGroupID {
        let data = try #require(try JSONValue(parsing: json).object)
        let document = SourceDocument(data: data, pipeline: PipelineConfig(enabled: stages))
        let id: JobGroupID = identifiers.next()
        _ = try await store.create(
            NewJobGroup(
                id: id, organization: engine.organization, key: key, engine: engine.id,
                source: tag("en"), jobs: targets.map { (identifiers.next(), tag($0)) },
                document: document.bytes, segments: document.content.leaves.count,
                callbackURL: callback, idempotencyKey: nil, fingerprint: [1], createdAt: clock.now()))
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
