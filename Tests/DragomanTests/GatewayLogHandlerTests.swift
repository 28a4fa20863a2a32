// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import Testing

@testable import dragoman

@Suite struct GatewayLogHandlerTests {
    /// What a logger writes while `body` uses it.
    private func lines(
        isJSON: Bool, level: Logger.Level = .info, _ body: (inout Logger) -> Void
    ) -> [String] {
        let written = Locked<[String]>([])
        var logger = Logger(label: "test") { label in
            GatewayLogHandler(
                label: label, level: level, isJSON: isJSON,
                clock: WallClock { Timestamp(milliseconds: 1_767_605_400_123) },
                write: { line in written.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
        }
        body(&logger)
        return written.withLock { $0 }
    }

    @Test func `an event is one line of JSON, its metadata flat`() {
        let lines = lines(isJSON: true) { logger in
            logger[metadataKey: "job.id"] = "ljb_1"
            logger.warning(
                "two\nlines \"quoted\"",
                metadata: [
                    "attempt": .stringConvertible(2),
                    "http": ["status": .stringConvertible(503), "path": "/x"],
                    "level": "mine", "tried": ["a", "b"],
                ])
        }
        #expect(
            lines == [
                #"{"time":"2026-01-05T09:30:00.123Z","level":"warning","message":"two\nlines \"quoted\"","logger":"test","#
                    + #""attempt":2,"http.path":"/x","http.status":503,"job.id":"ljb_1","metadata.level":"mine","#
                    + #""tried":["a","b"]}"# + "\n"
            ])
    }

    @Test func `a line for people cannot be forged by a value`() {
        let lines = lines(isJSON: false) { $0.error("it broke", metadata: ["reason": "a\nb\u{1B}[31m"]) }
        #expect(lines == ["2026-01-05T09:30:00.123Z ERROR    it broke reason=a b [31m\n"])
    }

    @Test func `what is below the level is not written`() {
        #expect(lines(isJSON: true, level: .warning) { $0.info("quiet") }.isEmpty)
        #expect(lines(isJSON: true, level: .debug) { $0.debug("loud") }.count == 1)
    }

    @Test func `an event's metadata wins over the logger's`() {
        let lines = lines(isJSON: false) { logger in
            logger[metadataKey: "a"] = "1"
            logger.info("x", metadata: ["a": "2"])
        }
        #expect(lines.first?.hasSuffix("x a=2\n") == true)
    }
}
