// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a plugin's process is told to load: its first frame.
struct StartOrder: Sendable {
    /// The plugin's folder.
    let folder: String
    /// The plugin's name of the provider.
    let provider: String
    /// The gateway's name of it.
    let name: String
    let settings: [UInt8]
    let instances: Int?
    /// Where the plugin may keep files, or empty; the process works there.
    let dataDirectory: String
    let secrets: [String: String]
    let hasOutbound: Bool
    /// Whether the process may open sockets.
    let mayUseNetwork: Bool
    /// Bytes of memory from which on the gateway ends it.
    let memory: Int
    let limits: ProviderLimits

    /// The frame.
    var frame: [UInt8] {
        var frame = FrameWriter(.start, size: 1024 + settings.count)
        frame.write(folder)
        frame.write(provider)
        frame.write(name)
        frame.write(settings)
        frame.write(instances) { $0.write($1) }
        frame.write(dataDirectory)
        frame.write(secrets: secrets)
        frame.write(hasOutbound)
        frame.write(mayUseNetwork)
        frame.write(memory)
        for number in [
            limits.openCallsOfInstance, limits.stuckCalls, limits.outputBytes, limits.openServices,
            limits.exchanges, limits.exchangeBytes, Int(limits.exchangeTime.milliseconds),
            Int(limits.preparationTime.milliseconds), limits.logLines,
        ] { frame.write(number) }
        return frame.finished()
    }

    init(_ reader: inout FrameReader) throws(FrameFault) {
        folder = try reader.text()
        provider = try reader.text()
        name = try reader.text()
        settings = try reader.block()
        instances = try reader.optional { reader throws(FrameFault) in try reader.int() }
        dataDirectory = try reader.text()
        secrets = try reader.secrets()
        hasOutbound = try reader.bool()
        mayUseNetwork = try reader.bool()
        memory = try reader.size()
        limits = ProviderLimits(
            openCallsOfInstance: try reader.size(), stuckCalls: try reader.size(),
            outputBytes: try reader.size(),
            openServices: try reader.size(), exchanges: try reader.size(), exchangeBytes: try reader.size(),
            exchangeTime: .milliseconds(try reader.size()), preparationTime: .milliseconds(try reader.size()),
            logLines: try reader.size())
        try reader.end()
    }

    init(
        folder: String, provider: String, name: String, settings: [UInt8], instances: Int?,
        dataDirectory: String,
        secrets: [String: String], hasOutbound: Bool, mayUseNetwork: Bool, memory: Int, limits: ProviderLimits
    ) {
        self.folder = folder
        self.provider = provider
        self.name = name
        self.settings = settings
        self.instances = instances
        self.dataDirectory = dataDirectory
        self.secrets = secrets
        self.hasOutbound = hasOutbound
        self.mayUseNetwork = mayUseNetwork
        self.memory = memory
        self.limits = limits
    }
}

extension FrameWriter {
    mutating func write(secrets: [String: String]) {
        write(list: secrets.sorted { $0.key < $1.key }) { frame, secret in
            frame.write(secret.key)
            frame.write(secret.value)
        }
    }
}

extension FrameReader {
    mutating func secrets() throws(FrameFault) -> [String: String] {
        let pairs = try list { reader throws(FrameFault) in (try reader.text(), try reader.text()) }
        return Dictionary(pairs) { $1 }
    }
}
