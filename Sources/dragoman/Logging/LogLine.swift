// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// One event of the log.
struct LogLine {
    static let ownNames: Set<String> = ["time", "level", "message", "logger"]
    let time: Timestamp
    let level: Logger.Level
    let message: String
    let logger: String
    let fields: [(name: String, value: JSONValue)]

    /// One JSON object and a line feed.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.name("time")
            $0.string(time.iso8601)
            $0.name("level")
            $0.string(level.rawValue)
            $0.name("message")
            $0.string(message)
            $0.name("logger")
            $0.string(logger)
            for field in fields {
                $0.name(Self.ownNames.contains(field.name) ? "metadata.\(field.name)" : field.name)
                $0.value(field.value)
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// A line for people.
    var text: [UInt8] {
        let level = level.rawValue.uppercased()
        let padding = String(repeating: " ", count: max(0, 8 - level.utf8.count))
        var line = "\(time.iso8601) \(level)\(padding) \(message)"
        for field in fields {
            let value = field.value.string ?? String(decoding: field.value.bytes, as: UTF8.self)
            line += " \(field.name)=\(value)"
        }
        // A line feed or an escape inside a value must not look like another line, nor drive the terminal.
        let visible = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }
        return Array(visible.joined().utf8) + [UInt8(ascii: "\n")]
    }
}
