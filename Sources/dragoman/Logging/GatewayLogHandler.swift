// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Logging

/// Writes an event as one line, in one write, so that lines of several threads never mix.
struct GatewayLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let label: String
    private let isJSON: Bool
    private let clock: WallClock
    private let write: @Sendable ([UInt8]) -> Void

    init(
        label: String, level: Logger.Level, isJSON: Bool, clock: WallClock = .system,
        write: @escaping @Sendable ([UInt8]) -> Void = { writeAll($0, to: STDERR_FILENO) }
    ) {
        self.label = label
        logLevel = level
        self.isJSON = isJSON
        self.clock = clock
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        var fields: [(name: String, value: JSONValue)] = []
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { Self.flatten(name, value, into: &fields) }
        let line = LogLine(
            time: clock.now(), level: event.level, message: event.message.description, logger: label,
            fields: fields)
        write(isJSON ? line.json : line.text)
    }

    /// A map's members become fields of their own: `a: {b: 1}` is `a.b`.
    private static func flatten(
        _ name: String, _ value: Logger.MetadataValue, into fields: inout [(name: String, value: JSONValue)]
    ) {
        switch value {
        case .dictionary(let members):
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                flatten("\(name).\(key)", value, into: &fields)
            }
        case .array(let elements): fields.append((name, .array(elements.map { .string("\($0)") })))
        case .string(let text): fields.append((name, .string(text)))
        case .stringConvertible(let value): fields.append((name, json(value)))
        }
    }

    private static func json(_ value: any CustomStringConvertible & Sendable) -> JSONValue {
        switch value {
        case let number as Int: .number("\(number)")
        case let flag as Bool: .bool(flag)
        case let number as Double where number.isFinite: .number("\(number)")
        default: .string(value.description)
        }
    }
}
