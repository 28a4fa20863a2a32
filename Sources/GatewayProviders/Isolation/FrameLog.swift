// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// The log of a plugin's process, which is the gateway's: each line is a frame.
struct FrameLog: LogHandler {
    /// A gateway that is slow to read gets no further lines, so that calls have room.
    private static let backlogLimit = 1 << 20
    private static let levels = Logger.Level.allCases

    private let channel: FrameChannel
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    init(channel: FrameChannel) { self.channel = channel }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        guard channel.waitingBytes < Self.backlogLimit else { return }
        var frame = FrameWriter(.log)
        frame.write(byte: UInt8(Self.levels.firstIndex(of: event.level) ?? 0))
        // What a plugin says goes as it is; what the host of this process says comes with its particulars.
        let own = event.metadata ?? [:]
        let particulars = own.filter { $0.key != "text" }.sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value)"
        }
        frame.write(
            own["text"].map { "\($0)" } ?? ([("\(event.message)")] + particulars).joined(separator: " "))
        _ = channel.send(frame.finished())
    }

    /// Reads a `log` frame.
    static func line(_ reader: inout FrameReader) throws(FrameFault) -> (level: Logger.Level, text: String) {
        let number = Int(try reader.byte())
        guard number < levels.count else { throw FrameFault(reason: "a line's level is \(number)") }
        let text = try reader.text(limit: 65_536)
        try reader.end()
        return (levels[number], text)
    }
}
