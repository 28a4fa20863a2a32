// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// So many bytes that nobody can guess.
public func randomBytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
        let done = RAND_bytes(bytes.baseAddress, Int32(count))
        // Without randomness every secret made from here on would be worthless.
        precondition(done == 1, "the system has no randomness")
        initialized = count
    }
}

/// So many characters of an alphabet of 2 to 256, each equally likely.
public func randomToken(length: Int, alphabet: some Collection<UInt8>) -> String {
    let alphabet = Array(alphabet)
    precondition((2...256).contains(alphabet.count))
    // Bytes past the last whole multiple would favour the first characters.
    let fair = 256 - 256 % alphabet.count
    var token: [UInt8] = []
    token.reserveCapacity(length)
    while token.count < length {
        for byte in randomBytes(length - token.count) where Int(byte) < fair {
            token.append(alphabet[Int(byte) % alphabet.count])
        }
    }
    return String(decoding: token, as: UTF8.self)
}
