// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// `secret/1`.
enum HostSecret {
    nonisolated(unsafe) static let table = Host.lasting(
        dgm_host_secret(struct_size: MemoryLayout<dgm_host_secret>.size, get: get))

    private static let get:
        @convention(c) (dgm_instance, UnsafePointer<CChar>?, Int, UnsafeMutablePointer<CChar>?, Int) -> Int64 =
            {
                id, name, length, buffer, capacity in
                guard let instance = Instance.named(id), let name = CStruct.string(name, length, limit: 128),
                    let secret = instance.pool.secrets.withLock({ $0[name] })
                else { return -1 }
                var text = secret
                return text.withUTF8 { bytes in
                    if let buffer, bytes.count <= capacity {
                        UnsafeMutableRawBufferPointer(start: buffer, count: bytes.count).copyMemory(
                            from: UnsafeRawBufferPointer(bytes))
                    }
                    return Int64(bytes.count)
                }
            }
}
