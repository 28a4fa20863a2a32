// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// Names requests, in answers and logs.
final class RequestIDs: Sendable {
    private let last = Locked(UInt64.random(in: 0...UInt64.max))

    /// The caller's `X-Request-Id` if it is 1 to 128 of `[A-Za-z0-9._-]`, or else a new one.
    func id(_ headers: HTTPHeaders?) -> String {
        if let id = headers?.first(name: "x-request-id"), Self.isValid(id) { return id }
        let number = last.withLock { last in
            last &+= 1
            return Self.mixed(last)
        }
        let digits = String(number, radix: 16)
        return "req_" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static func isValid(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// The finalizer of SplitMix64: one-to-one, so different numbers stay different.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
