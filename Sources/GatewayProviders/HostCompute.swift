// SPDX-License-Identifier: Apache-2.0
import CProviderABI

/// `compute/1`.
enum HostCompute {
    nonisolated(unsafe) static let table = Host.lasting(
        dgm_host_compute(
            struct_size: MemoryLayout<dgm_host_compute>.size, submit: submit,
            parallelism: { Int32(clamping: Processors.count) }))

    private static let submit:
        @convention(c) (dgm_instance, PluginCallback.Function?, UnsafeMutableRawPointer?) -> Int32 = {
            id, function, context in
            guard let instance = Instance.named(id), let callback = PluginCallback(function, context) else {
                return 0
            }
            return instance.pool.post(.compute, to: instance) { callback.run() } ? 1 : 0
        }
}
