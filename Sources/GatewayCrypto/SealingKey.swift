// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// What keeps secrets unreadable in a database or its backup: AES-256 in GCM (NIST SP 800-38D).
///
/// A sealed text is a byte for the format, a random nonce of 12 bytes, the ciphertext and a tag of 16 bytes.
public struct SealingKey: Sendable {
    /// Bytes of a key.
    public static let size = 32
    private static let format: UInt8 = 1
    private static let (nonceSize, tagSize) = (12, 16)
    private let bytes: [UInt8]

    /// Takes 32 bytes, or gives `nil` for another number.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }

    /// A new key.
    public static func random() -> SealingKey { SealingKey(checked: randomBytes(size)) }

    private init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// The key as base64, to be kept in a file.
    public var text: String { base64(bytes) }

    /// Encrypts. `context` says what it is for; only a text of the same context is opened.
    public func seal(_ plain: [UInt8], context: String) -> [UInt8] {
        let nonce = randomBytes(Self.nonceSize)
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var sealed = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: Self.tagSize)
        var count: Int32 = 0
        let associated = Array(context.utf8)
        let done =
            EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nil, bytes, nonce) == 1
            && EVP_EncryptUpdate(cipher, nil, &count, associated, Int32(associated.count)) == 1
            && EVP_EncryptUpdate(cipher, &sealed, &count, plain, Int32(plain.count)) == 1
            && EVP_EncryptFinal_ex(cipher, &tag, &count) == 1
            && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagSize), &tag) == 1
        precondition(done, "AES is missing from OpenSSL")
        return [Self.format] + nonce + sealed + tag
    }

    /// Decrypts; `nil` when the text was sealed with another key or for another context, or was changed.
    public func open(_ sealed: [UInt8], context: String) -> [UInt8]? {
        let overhead = 1 + Self.nonceSize + Self.tagSize
        guard sealed.count >= overhead, sealed.first == Self.format else { return nil }
        let nonce = Array(sealed[1...Self.nonceSize])
        let body = Array(sealed[(1 + Self.nonceSize)..<(sealed.count - Self.tagSize)])
        var tag = Array(sealed.suffix(Self.tagSize))
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var plain = [UInt8](repeating: 0, count: body.count + 1)
        var count: Int32 = 0
        let associated = Array(context.utf8)
        guard
            EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), nil, bytes, nonce) == 1,
            EVP_DecryptUpdate(cipher, nil, &count, associated, Int32(associated.count)) == 1,
            EVP_DecryptUpdate(cipher, &plain, &count, body, Int32(body.count)) == 1,
            EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagSize), &tag) == 1
        else { return nil }
        var rest = [UInt8](repeating: 0, count: 32)
        guard EVP_DecryptFinal_ex(cipher, &rest, &count) == 1 else { return nil }
        return Array(plain.prefix(body.count))
    }
}
