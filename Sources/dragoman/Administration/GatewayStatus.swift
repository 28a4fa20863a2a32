// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// What a gateway says of itself.
final class GatewayStatus: Sendable {
    private let address = Locked<String?>(nil)
    private let startedAt: Timestamp

    init(startedAt: Timestamp) { self.startedAt = startedAt }

    /// Where clients reach it; `nil` until it listens.
    var url: String? {
        get { address.withLock { $0 } }
        set { address.withLock { $0 = newValue } }
    }

    var json: JSONValue {
        [
            "version": .string(Release.version), "pid": .number("\(getpid())"),
            "url": url.map { .string($0) } ?? .null, "startedAt": .string(startedAt.iso8601),
        ]
    }
}
