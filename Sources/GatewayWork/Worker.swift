// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// Claims due jobs under leases, runs each as a child task and writes how it ended.
struct Worker: Service {
    let store: any Store
    let run: JobRun
    let configuration: WorkConfiguration
    let clock: WallClock
    let logger: Logger
    private let metrics = WorkMetrics()
    private let bell = Doorbell()
    /// The jobs under way, each with what ends it early.
    private let held = Locked<[Lease: Doorbell]>([:])
    /// How often suspects are looked for while there is other work.
    private static let suspectsInterval = Duration.seconds(5)

    init(
        store: any Store, run: JobRun, configuration: WorkConfiguration, clock: WallClock, logger: Logger
    ) {
        self.store = store
        self.run = run
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        store.changes.observe { [held, documents = run.documents] changes in
            let ended = changes.filter { $0.isCancelled || $0.event == .deleted }
            guard !ended.isEmpty else { return }
            for change in ended where change.event == .deleted { documents.forget(change.group) }
            let bells = held.withLock { held in
                held.filter { lease, _ in ended.contains { $0.job == lease.job } }.map(\.value)
            }
            for bell in bells { bell.ring() }
        }
    }

    /// Works until the process is asked to stop; jobs that do not end in time are given back.
    func run() async throws {
        // A group that keeps nothing of its children: one that kept their ends would grow with every job.
        await withDiscardingTaskGroup { group in
            let bell = bell
            group.addTask { await cancelWhenGracefulShutdown { await keepLeases() } }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await _ in store.arrivals { bell.ring() }
                }
            }
            await withGracefulShutdownHandler {
                await claimUntilStopped(&group)
            } onGracefulShutdown: {
                bell.ring()
            }
            await drain(&group)
        }
    }

    private func claimUntilStopped(_ group: inout DiscardingTaskGroup) async {
        var suspectsAt = ContinuousClock.now
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if ContinuousClock.now >= suspectsAt {
                await runSuspects(&group)
                suspectsAt = .now + Self.suspectsInterval
            }
            let free = configuration.parallelJobs - held.withLock { $0.count }
            guard free > 0 else {
                await bell.wait()
                continue
            }
            do {
                let attempts = try await claim(free)
                for attempt in attempts { begin(attempt, &group) }
                if attempts.count < free { try await waitForWork() }
            } catch {
                logger.error("claiming jobs failed", metadata: ["error": "\(error)"])
                await bell.wait(atMost: .seconds(1))
            }
        }
    }

    private func claim(_ limit: Int, suspects: Bool = false) async throws -> [Attempt] {
        let now = clock.now()
        let attempts = try await store.claim(
            Claim(
                now: now, leaseUntil: now + configuration.lease, owner: configuration.owner, limit: limit,
                suspects: suspects))
        metrics.countClaims(attempts.count)
        return attempts
    }

    private func begin(_ attempt: Attempt, _ group: inout DiscardingTaskGroup) {
        let stop = Doorbell()
        held.withLock { $0[attempt.lease] = stop }
        group.addTask { await work(on: attempt, until: stop) }
    }

    /// Runs the jobs that may have killed the process before, each with nothing else under way: if one does it again,
    /// no other job is blamed.
    private func runSuspects(_ group: inout DiscardingTaskGroup) async {
        do {
            while !Task.isShuttingDownGracefully, let suspect = try await claim(1, suspects: true).first {
                if held.withLock({ !$0.isEmpty }) {
                    try await store.release([suspect.lease])
                    await waitUntilIdle()
                    continue
                }
                begin(suspect, &group)
                await waitUntilIdle()
            }
        } catch {
            logger.error("claiming jobs failed", metadata: ["error": "\(error)"])
        }
    }

    private func waitUntilIdle() async {
        while held.withLock({ !$0.isEmpty }), !Task.isShuttingDownGracefully, !Task.isCancelled {
            await bell.wait()
        }
    }

    private func waitForWork() async throws {
        guard let due = try await store.nextDue() else { return await bell.wait() }
        let wait = due.milliseconds - clock.now().milliseconds
        // Something due that was not claimed is at its limit: a job that ends rings.
        if wait > 0 {
            await bell.wait(atMost: .milliseconds(wait))
        } else {
            await bell.wait(atMost: .seconds(1))
        }
    }

    private func work(on attempt: Attempt, until stop: Doorbell) async {
        var logger = logger
        logger[metadataKey: "job.id"] = "\(attempt.lease.job)"
        logger[metadataKey: "group.id"] = "\(attempt.group)"
        defer {
            held.withLock { _ = $0.removeValue(forKey: attempt.lease) }
            bell.ring()
        }
        do {
            guard let outcome = try await outcome(of: attempt, until: stop) else {
                return logger.debug("a client ended the job")
            }
            try await write(outcome, of: attempt, logger)
        } catch is CancellationError {
            await giveBack(attempt, logger)
        } catch is JobRun.LeaseLost {
            logger.warning("the lease was lost; the attempt's work is dropped")
        } catch {
            // The lease runs out and the job is taken again; its checkpoints are kept.
            logger.error("the result could not be written", metadata: ["error": "\(error)"])
        }
    }

    /// The end of an attempt, or `nil` when a client ended its job first.
    private func outcome(of attempt: Attempt, until stop: Doorbell) async throws -> AttemptOutcome? {
        try await withThrowingTaskGroup(of: AttemptOutcome?.self) { group in
            group.addTask { try await run.outcome(of: attempt) }
            group.addTask {
                await stop.wait()
                try Task.checkCancellation()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func write(_ outcome: AttemptOutcome, of attempt: Attempt, _ logger: Logger) async throws {
        let (store, moment) = (store, clock.now())
        let isWritten = try await uncancelled {
            try await persistently { try await store.finish(attempt.lease, outcome, at: moment) }
        }
        guard isWritten else { throw JobRun.LeaseLost() }
        metrics.count(outcome)
        switch outcome {
        case .completed: logger.debug("job completed", metadata: ["job.attempt": "\(attempt.number)"])
        case .failed(let message, _, _):
            logger.warning(
                "job failed", metadata: ["job.attempt": "\(attempt.number)", "error": "\(message)"])
        case .retry(let at, let message):
            logger.warning(
                "attempt failed; the job is tried again",
                metadata: [
                    "job.attempt": "\(attempt.number)", "error": "\(message)", "job.run_at": "\(at.iso8601)",
                ])
        }
    }

    private func giveBack(_ attempt: Attempt, _ logger: Logger) async {
        let store = store
        do {
            try await uncancelled { try await store.release([attempt.lease]) }
        } catch {
            logger.error("the job could not be given back", metadata: ["error": "\(error)"])
        }
    }

    /// Lengthens the leases of running jobs, and takes back those that other workers let run out.
    private func keepLeases() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: configuration.lease / 3)
            let leases = held.withLock { Array($0.keys) }
            do {
                let now = clock.now()
                if !leases.isEmpty { _ = try await store.renew(leases, until: now + configuration.lease) }
                if try await store.expireLeases(at: now) > 0 { bell.ring() }
            } catch {
                logger.warning("leases could not be renewed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Lets running jobs end for a while, then cancels them: they give their leases back.
    private func drain(_ group: inout DiscardingTaskGroup) async {
        let end = ContinuousClock.now + configuration.drain
        while held.withLock({ !$0.isEmpty }), ContinuousClock.now < end, !Task.isCancelled {
            await bell.wait(atMost: .milliseconds(50))
        }
        group.cancelAll()
    }
}
