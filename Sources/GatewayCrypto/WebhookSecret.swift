// SPDX-License-Identifier: Apache-2.0

/// A secret that an organization and its receivers share, and what it signs (Standard Webhooks 1.0.0).
public struct WebhookSecret: Sendable, Equatable {
    private static let head = "whsec_"
    /// The key of the HMAC: 24 to 64 bytes.
    let key: [UInt8]

    /// A new secret of 32 bytes.
    public static func random() -> WebhookSecret { WebhookSecret(key: randomBytes(32)) }

    init(key: [UInt8]) { self.key = key }

    /// Reads `whsec_` and base64 of 24 to 64 bytes.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.head), let key = bytes(base64: String(text.dropFirst(Self.head.count))),
            (24...64).contains(key.count)
        else { return nil }
        self.key = key
    }

    /// As people get to see it: `whsec_` and base64.
    public var text: String { Self.head + base64(key) }

    /// One element of `webhook-signature` for a body, sent at `timestamp` seconds since 1970 under an id.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        var signed = Array("\(id).\(timestamp).".utf8)
        signed += body
        return "v1," + base64(hmacSHA256(key: key, message: signed))
    }
}
