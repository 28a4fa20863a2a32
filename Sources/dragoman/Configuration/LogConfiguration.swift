// SPDX-License-Identifier: Apache-2.0
import Logging

/// What is logged, and how.
struct LogConfiguration: Sendable {
    var level: Logger.Level
    var format: LogFormat

    init(level: Logger.Level, format: LogFormat) {
        self.level = level
        self.format = format
    }

    init(_ reader: inout ConfigurationReader) {
        reader.section("log", "The log, on standard error: an event a line, never with content.")
        level = reader.value(
            "log.level", .choice(Logger.Level.allCases), default: "info",
            about: "The least level that is written.")
        format = reader.value(
            "log.format", .choice(LogFormat.allCases), default: "auto",
            about: "JSON, or text for people; auto takes text on a terminal.")
    }
}
