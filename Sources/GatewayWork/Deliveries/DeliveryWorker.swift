// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// Hands results over: to each receiver in order, to many receivers at once, so that a slow one delays no other.
struct DeliveryWorker: Service {
    let store: any DeliveryStore
    let run: DeliveryRun
    let configuration: DeliveryConfiguration
    let clock: WallClock
    let logger: Logger
    private let metrics = WorkMetrics()
    private let bell = Doorbell()
    private let lanes = Locked(0)

    /// Deliveries to one receiver that are taken with one claim.
    private static let batch = 16

    init(
        store: any DeliveryStore, run: DeliveryRun, configuration: DeliveryConfiguration, clock: WallClock,
        logger: Logger
    ) {
        self.store = store
        self.run = run
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
    }

    /// Works until the process is asked to stop; attempts that do not end in time are given back.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            let bell = bell
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await _ in store.deliveryArrivals { bell.ring() }
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
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let free = configuration.parallelReceivers - lanes.withLock { $0 }
            guard free > 0 else {
                await bell.wait()
                continue
            }
            do {
                let due = try await claim(receivers: free)
                // Receivers come one after the other, each with its deliveries in order.
                for lane in due.chunked(by: { $0.receiver == $1.receiver }) {
                    lanes.withLock { $0 += 1 }
                    group.addTask {
                        await serve(lane)
                        lanes.withLock { $0 -= 1 }
                        bell.ring()
                    }
                }
                if due.isEmpty { try await waitForWork() }
            } catch {
                logger.error("claiming deliveries failed", metadata: ["error": "\(error)"])
                await bell.wait(atMost: .seconds(1))
            }
        }
    }

    private func claim(receivers: Int) async throws -> [DueDelivery] {
        let now = clock.now()
        // Long enough for every attempt of a lane to take all its time.
        let lease = configuration.timeout * Self.batch + .seconds(60)
        return try await store.claim(
            DeliveryClaim(now: now, leaseUntil: now + lease, receivers: receivers, perReceiver: Self.batch))
    }

    private func waitForWork() async throws {
        guard let due = try await store.nextDelivery() else { return await bell.wait() }
        let wait = due.milliseconds - clock.now().milliseconds
        if wait > 0 { await bell.wait(atMost: .milliseconds(wait)) }
    }

    /// Serves one receiver: attempts begin in order, as many at a time as the configuration says, and each one's end is
    /// written while the next goes out.
    private func serve(_ deliveries: [DueDelivery]) async {
        await withTaskGroup(of: Void.self) { writes in
            await withTaskGroup(of: (DueDelivery, DeliveryRun.Result?).self) { attempts in
                var waiting = deliveries[...]
                var left: [DueDelivery] = []
                for _ in 0..<configuration.parallelPerReceiver { next(&waiting, &attempts) }
                while let (delivery, result) = await attempts.next() {
                    if let result {
                        writes.addTask { await write(result, of: delivery) }
                    } else {
                        left.append(delivery)
                    }
                    next(&waiting, &attempts)
                }
                await giveBack(left + waiting)
            }
        }
    }

    private func next(
        _ waiting: inout ArraySlice<DueDelivery>,
        _ attempts: inout TaskGroup<(DueDelivery, DeliveryRun.Result?)>
    ) {
        guard !Task.isShuttingDownGracefully, !Task.isCancelled, let delivery = waiting.popFirst() else {
            return
        }
        attempts.addTask { (delivery, await attempt(delivery)) }
    }

    /// `nil` when there was no attempt.
    private func attempt(_ delivery: DueDelivery) async -> DeliveryRun.Result? {
        do {
            return try await run.attempt(delivery)
        } catch is CancellationError {
            return nil
        } catch {
            logger.error(
                "a webhook could not be made",
                metadata: ["delivery.id": "\(delivery.id)", "error": "\(error)"])
            let now = clock.now()
            // It counts as an attempt, so that a fault that stays does not go round for ever.
            let end = DeliveryEnd(
                .failure(.unreachable("the gateway could not make the webhook")), to: delivery, isThin: true,
                configuration: configuration, at: now, jitter: .random(in: 0...1))
            return DeliveryRun.Result(
                record: DeliveryAttempt(
                    number: delivery.attempt, startedAt: now, duration: .zero, status: nil, error: end.error),
                outcome: end.outcome)
        }
    }

    private func write(_ result: DeliveryRun.Result, of delivery: DueDelivery) async {
        let (store, moment) = (store, clock.now())
        var logger = logger
        logger[metadataKey: "delivery.id"] = "\(delivery.id)"
        logger[metadataKey: "delivery.attempt"] = "\(delivery.attempt)"
        do {
            let isWritten = try await uncancelled {
                try await persistently {
                    try await store.finish(delivery, result.record, result.outcome, at: moment)
                }
            }
            guard isWritten else { return logger.debug("the delivery is gone") }
            metrics.count(result.outcome)
        } catch {
            // Its lease runs out and it is made again: at least once.
            return logger.error("a delivery's end could not be written", metadata: ["error": "\(error)"])
        }
        switch result.outcome {
        case .delivered: logger.debug("delivered")
        case .retry: logger.debug("an attempt failed", metadata: ["error": "\(result.record.error ?? "")"])
        case .exhausted, .stopped:
            logger.warning(
                "a result could not be delivered; it can be replayed",
                metadata: ["error": "\(result.record.error ?? "")"])
        }
    }

    private func giveBack(_ deliveries: [DueDelivery]) async {
        guard !deliveries.isEmpty else { return }
        let store = store
        do {
            try await uncancelled { try await store.release(deliveries) }
        } catch {
            logger.error("deliveries could not be given back", metadata: ["error": "\(error)"])
        }
    }

    private func drain(_ group: inout DiscardingTaskGroup) async {
        let end = ContinuousClock.now + configuration.drain
        while lanes.withLock({ $0 > 0 }), ContinuousClock.now < end, !Task.isCancelled {
            await bell.wait(atMost: .milliseconds(50))
        }
        group.cancelAll()
    }
}

extension Array {
    /// Neighbours that belong together, as arrays.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [[Element]] {
        var chunks: [[Element]] = []
        for element in self {
            if let last = chunks.last?.last, belong(last, element) {
                chunks[chunks.count - 1].append(element)
            } else {
                chunks.append([element])
            }
        }
        return chunks
    }
}
