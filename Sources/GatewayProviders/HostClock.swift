// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// `clock/1`.
enum HostClock {
    nonisolated(unsafe) static let table = Host.lasting(
        dgm_host_clock(
            struct_size: MemoryLayout<dgm_host_clock>.size,
            unix_ms: { WallClock.system.now().milliseconds }, monotonic_ns: { monotonicNanoseconds() },
            after: after))

    private static let after:
        @convention(c) (dgm_instance, Int64, PluginCallback.Function?, UnsafeMutableRawPointer?) -> Int32 = {
            id, delay, function, context in
            guard let instance = Instance.named(id), let callback = PluginCallback(function, context),
                instance.pool.reserveTimer(in: instance)
            else { return 0 }
            let delay = max(0, min(delay, 365 * 86_400_000))
            _ = TimerThread.shared.schedule(at: monotonicNanoseconds() + delay * 1_000_000) {
                _ = instance.pool.post(.timer, to: instance) { callback.run() }
            }
            return 1
        }
}

/// A function of a plugin to be called later, with what it is to be called with.
struct PluginCallback: @unchecked Sendable {
    // Sendable: the context is the plugin's own, and is only handed back.
    typealias Function = @convention(c) (UnsafeMutableRawPointer?) -> Void
    private let function: Function
    private let context: UnsafeMutableRawPointer?

    init?(_ function: Function?, _ context: UnsafeMutableRawPointer?) {
        guard let function else { return nil }
        self.function = function
        self.context = context
    }

    func run() { function(context) }
}
