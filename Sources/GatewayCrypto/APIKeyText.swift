// SPDX-License-Identifier: Apache-2.0

/// How the text of an API key is made and looked up.
///
/// Only the hash of a key is ever kept.
public enum APIKeyText {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// A new key: `lsk_` and 40 random characters of `[A-Za-z0-9]`.
    public static func makeAPIKey() -> String { "lsk_" + randomToken(length: 40, alphabet: alphabet) }

    /// What a key is looked up by: its SHA-256.
    ///
    /// A key has 238 bits of its own, so it needs no salt.
    public static func hashOfKey(_ key: String) -> [UInt8] { sha256(key.utf8) }
}
