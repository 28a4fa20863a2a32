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
    private let bell = Doorbell()
    private let held = Locked<Set<Lease>>([])

    init(
        store: any Store, run: JobRun, configuration: WorkConfiguration, clock: WallClock, logger: Logger
    ) {
        self.store = store
        self.run = run
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
    }

    /// Works until the process is asked to stop; jobs that do not end in time are given back.
    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
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

    private func claimUntilStopped(_ group: inout TaskGroup<Void>) async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let free = configuration.parallelJobs - held.withLock { $0.count }
            guard free > 0 else {
                await bell.wait()
                continue
            }
            do {
                let attempts = try await claim(free)
                for attempt in attempts {
                    held.withLock { _ = $0.insert(attempt.lease) }
                    group.addTask { await work(on: attempt) }
                }
                if attempts.count < free { try await waitForWork() }
            } catch {
                logger.error("claiming jobs failed", metadata: ["error": "\(error)"])
                await bell.wait(atMost: .seconds(1))
            }
        }
    }

    private func claim(_ limit: Int) async throws -> [Attempt] {
        let now = clock.now()
        return try await store.claim(
            Claim(now: now, leaseUntil: now + configuration.lease, owner: configuration.owner, limit: limit))
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

    private func work(on attempt: Attempt) async {
        var logger = logger
        logger[metadataKey: "job.id"] = "\(attempt.lease.job)"
        logger[metadataKey: "group.id"] = "\(attempt.group)"
        defer {
            held.withLock { _ = $0.remove(attempt.lease) }
            bell.ring()
        }
        do {
            let outcome = try await run.outcome(of: attempt)
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

    private func write(_ outcome: AttemptOutcome, of attempt: Attempt, _ logger: Logger) async throws {
        let (store, moment) = (store, clock.now())
        let isWritten = try await uncancelled { try await store.finish(attempt.lease, outcome, at: moment) }
        guard isWritten else { throw JobRun.LeaseLost() }
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
            let leases = held.withLock { Array($0) }
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
    private func drain(_ group: inout TaskGroup<Void>) async {
        let end = ContinuousClock.now + configuration.drain
        while held.withLock({ !$0.isEmpty }), ContinuousClock.now < end, !Task.isCancelled {
            await bell.wait(atMost: .milliseconds(50))
        }
        group.cancelAll()
        await group.waitForAll()
    }
}
