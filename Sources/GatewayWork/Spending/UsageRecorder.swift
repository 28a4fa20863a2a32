// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// Adds up what is used, and writes the sums once a second: no call waits for a disk.
///
/// A crash loses a second's sums; the next commit brings what was written to the disk.
final class UsageRecorder: Service {
    struct Key: Hashable {
        /// Since 1970.
        let day: Int64
        let payer: Payer
        let provider: String
        let model: String
        let source: String
        let target: String
    }

    private let store: any UsageStore
    private let logger: Logger
    /// How long usage is kept; `nil` for ever.
    private let keep: Duration?
    private let clock: WallClock
    private let sums = Locked<[Key: UsageSums]>([:])
    private let bell = Doorbell()
    private static let interval = Duration.seconds(1)
    /// Kinds of usage that wait for a store that does not take them; further ones are lost.
    private static let places = 100_000

    init(store: any UsageStore, keep: Duration?, clock: WallClock, logger: Logger) {
        self.store = store
        self.keep = keep
        self.clock = clock
        self.logger = logger
    }

    /// Adds what a call used.
    func add(_ used: UsageSums, _ key: Key) {
        let isFirst = sums.withLock { sums in
            guard sums.count < Self.places || sums[key] != nil else { return false }
            let isFirst = sums.isEmpty
            sums[key, default: UsageSums()] += used
            return isFirst
        }
        if isFirst { bell.ring() }
    }

    /// Writes until the service stops, then what is left.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var swept = ""
            while !Task.isCancelled {
                await self.bell.wait()
                try? await Task.sleep(for: Self.interval)
                await self.write()
                swept = await self.sweep(unless: swept)
            }
        }
        try? await uncancelled { await self.write() }
    }

    /// Writes what there is; keeps it when the store does not take it.
    func write() async {
        let taken = sums.withLock { sums in
            defer { sums = [:] }
            return sums
        }
        guard !taken.isEmpty else { return }
        do {
            try await store.record(taken.map { ($0.key.payer.organization, UsageRow($0.key, $0.value)) })
        } catch {
            logger.warning("usage could not be written and is kept", metadata: ["error": "\(error)"])
            for (key, used) in taken { add(used, key) }
        }
    }

    /// Removes what is too old, once a day.
    private func sweep(unless day: String) async -> String {
        let today = clock.now().day
        guard let keep, today != day else { return day }
        let first = Timestamp(milliseconds: clock.now().milliseconds - keep.milliseconds).day
        do {
            _ = try await store.removeUsage(before: first)
            return today
        } catch {
            logger.warning("old usage could not be removed", metadata: ["error": "\(error)"])
            return day
        }
    }
}

extension UsageRow {
    fileprivate init(_ key: UsageRecorder.Key, _ sums: UsageSums) {
        self.init(
            values: [
                .day: Timestamp(milliseconds: key.day * 86_400_000).day, .engine: key.payer.engine.text,
                .key: key.payer.key?.text ?? "",
                .provider: key.provider, .model: key.model, .source: key.source, .target: key.target,
                .purpose: key.payer.purpose.rawValue,
            ], sums: sums)
    }
}
