// SPDX-License-Identifier: Apache-2.0
import GatewayCrypto

/// Tells lists of texts and numbers apart: the first 16 bytes of the SHA-256 of all of them, each with its length.
struct MemoryDigest {
    private var bytes: [UInt8] = []

    mutating func add(_ text: String) { add(text.utf8) }

    mutating func add(_ text: some Collection<UInt8>) {
        add(text.count)
        bytes.append(contentsOf: text)
    }

    mutating func add(_ number: Int) {
        withUnsafeBytes(of: UInt64(truncatingIfNeeded: number).littleEndian) {
            bytes.append(contentsOf: $0)
        }
    }

    var value: [UInt8] { Array(sha256(bytes).prefix(16)) }
}
