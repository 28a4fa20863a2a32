// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// `text/1`.
enum HostText {
    nonisolated(unsafe) static let table = Host.lasting(
        dgm_host_text(
            struct_size: MemoryLayout<dgm_host_text>.size, sentences: sentences, scripts: scripts))

    /// Its functions get neither ticket nor instance, so there is one for the process: the one configured last.
    static let services = Locked<TextServices?>(nil)

    /// Whether there is any.
    static var isThere: Bool { services.withLock { $0 != nil } }

    private static let longestText = 64 << 20

    private static let sentences:
        @convention(c) (
            UnsafePointer<CChar>?, Int, UnsafePointer<CChar>?, Int, UnsafeMutablePointer<Int>?, Int
        ) -> Int64 = { localeBytes, localeLength, bytes, length, ends, capacity in
            guard let services = services.withLock({ $0 }),
                let text = CStruct.string(bytes, length, limit: longestText),
                let locale = CStruct.string(localeBytes, localeLength, limit: 128)
            else { return -1 }
            let found = services.sentences(locale, text)
            for (index, end) in found.prefix(max(0, capacity)).enumerated() { ends?[index] = end }
            return Int64(found.count)
        }

    private static let scripts:
        @convention(c) (
            UnsafePointer<CChar>?, Int, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<UInt32>?, Int
        ) -> Int64 = { bytes, length, ends, codes, capacity in
            guard let services = services.withLock({ $0 }),
                let text = CStruct.string(bytes, length, limit: longestText)
            else { return -1 }
            let found = services.scripts(text)
            for (index, run) in found.prefix(max(0, capacity)).enumerated() {
                ends?[index] = run.end
                codes?[index] = run.code
            }
            return Int64(found.count)
        }
}
