// SPDX-License-Identifier: Apache-2.0
import CLocale

extension String {
    /// The UTF-8 of the text in canonical composition (UAX 15, NFC): the same for all spellings of the same characters.
    public var composedBytes: [UInt8] {
        var text = self
        return text.withUTF8 { bytes in
            guard bytes.contains(where: \.isWide), bytes.count <= Int(Int32.max) / 4 else {
                return Array(bytes)
            }
            let composed = [UInt8](unsafeUninitializedCapacity: bytes.count * 3) { out, count in
                count = bytes.withMemoryRebound(to: CChar.self) { text in
                    out.withMemoryRebound(to: CChar.self) { out in
                        Int(
                            loc_compose(
                                text.baseAddress, Int32(text.count), out.baseAddress, Int32(out.count)))
                    }
                }
                if count < 0 { count = 0 }
            }
            // Without memory for it the text stays as it is spelled.
            return composed.isEmpty ? Array(bytes) : composed
        }
    }
}
