// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Logging

/// `log/1`.
enum HostLog {
    nonisolated(unsafe) static let table = Host.lasting(
        dgm_host_log(struct_size: MemoryLayout<dgm_host_log>.size, write: write))

    /// Where lines without an instance go: those of the plugin that was opened last.
    static let withoutInstance = Locked<PluginLog?>(nil)

    private static let write: @convention(c) (dgm_instance, Int32, UnsafePointer<CChar>?, Int) -> Void = {
        id, level, bytes, length in
        guard let log = Instance.named(id)?.log ?? withoutInstance.withLock({ $0 }) else { return }
        log.write(CStruct.readable(bytes, length, limit: PluginLog.lineLimit), level: loggerLevel(level))
    }

    private static func loggerLevel(_ level: Int32) -> Logger.Level {
        switch UInt32(bitPattern: level) {
        case DGM_LOG_DEBUG.rawValue: .debug
        case DGM_LOG_INFO.rawValue: .info
        case DGM_LOG_WARNING.rawValue: .warning
        default: .error
        }
    }
}
