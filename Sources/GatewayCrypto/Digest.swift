// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// SHA-256 as OpenSSL has it, looked up once: looking it up by name costs more than hashing a short text.
private enum SHA256 {
    static let size = 32
    // Never written after it is made, and OpenSSL counts references to it atomically.
    nonisolated(unsafe) static let method = EVP_MD_fetch(nil, "SHA256", nil)
}

/// The SHA-256 digest of some bytes (FIPS 180-4): 32 bytes.
public func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    withBytes(of: bytes) { bytes in
        [UInt8](unsafeUninitializedCapacity: SHA256.size) { digest, count in
            let done = EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, SHA256.method, nil)
            precondition(done == 1, "SHA-256 is missing from OpenSSL")
            count = SHA256.size
        }
    }
}

/// The SHA-1 digest of some bytes (FIPS 180-4): 20 bytes. For protocols that ask for it; nothing is safe behind it.
public func sha1(_ bytes: some Collection<UInt8>) -> [UInt8] {
    withBytes(of: bytes) { bytes in
        [UInt8](unsafeUninitializedCapacity: 20) { digest, count in
            let done = EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, EVP_sha1(), nil)
            precondition(done == 1, "SHA-1 is missing from OpenSSL")
            count = 20
        }
    }
}

/// The HMAC of a message under SHA-256 (RFC 2104): 32 bytes.
public func hmacSHA256(key: some Collection<UInt8>, message: some Collection<UInt8>) -> [UInt8] {
    withBytes(of: key) { key in
        withBytes(of: message) { message in
            // OpenSSL takes a null key for "the key of the last call".
            let empty: [UInt8] = [0]
            return [UInt8](unsafeUninitializedCapacity: SHA256.size) { digest, count in
                let done = empty.withUnsafeBufferPointer { none in
                    HMAC(
                        SHA256.method, key.baseAddress ?? none.baseAddress, Int32(key.count),
                        message.baseAddress, message.count, digest.baseAddress, nil)
                }
                precondition(done != nil, "SHA-256 is missing from OpenSSL")
                count = SHA256.size
            }
        }
    }
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
public func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    withBytes(of: left) { left in
        withBytes(of: right) { right in
            guard left.count == right.count else { return false }
            return CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}

/// Lends the bytes of a collection as one block, copying them only when they do not lie in one.
private func withBytes<Result>(
    of bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    if let result = bytes.withContiguousStorageIfAvailable(body) { return result }
    return Array(bytes).withUnsafeBufferPointer(body)
}
