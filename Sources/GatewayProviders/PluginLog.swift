// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// What one instance of a plugin writes into the log: so many lines a second, each cut to a length.
final class PluginLog: Sendable {
    static let lineLimit = 1000

    private struct Meter {
        var second: Int64 = 0
        var lines = 0
        var leftOut = 0
    }

    private let logger: Logger
    private let linesPerSecond: Int
    private let meter = Locked(Meter())

    init(logger: Logger, plugin: String, provider: String?, linesPerSecond: Int) {
        var logger = logger
        logger[metadataKey: "plugin.id"] = "\(plugin)"
        if let provider { logger[metadataKey: "provider.name"] = "\(provider)" }
        self.logger = logger
        self.linesPerSecond = linesPerSecond
    }

    /// Writes a line, or counts it when there are too many; `now` in nanoseconds of the monotonic clock.
    func write(_ text: String, level: Logger.Level, now: Int64 = monotonicNanoseconds()) {
        let leftOut: Int? = meter.withLock { meter in
            let second = now / 1_000_000_000
            if meter.second != second {
                defer { meter.leftOut = 0 }
                (meter.second, meter.lines) = (second, 1)
                return meter.leftOut
            }
            guard meter.lines < linesPerSecond else {
                meter.leftOut += 1
                return nil
            }
            meter.lines += 1
            return 0
        }
        guard let leftOut else { return }
        if leftOut > 0 {
            logger.warning("lines of a plugin were left out", metadata: ["count": "\(leftOut)"])
        }
        logger.log(level: level, "a plugin says", metadata: ["text": "\(text)"])
    }
}
