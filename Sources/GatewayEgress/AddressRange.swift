// SPDX-License-Identifier: Apache-2.0

/// A network: the addresses that begin with the same bits.
public struct AddressRange: Sendable, Hashable {
    private let first: NetworkAddress
    private let prefix: Int

    /// Reads `address/bits`, such as `10.0.0.0/8` or `fd00::/8` (RFC 4632, section 3.1; RFC 4291, section 2.3).
    ///
    /// What stands behind the prefix must be zero: `10.1.2.3/8` may mean one address or all of them.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = NetworkAddress(String(parts[0])),
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let prefix = Int(parts[1]), prefix <= first.width
        else { return nil }
        self.first = first
        self.prefix = prefix
        guard first.value.trailingZeroBitCount >= first.width - prefix else { return nil }
    }

    /// Whether an address is one of this network's. Those of another version never are.
    public func contains(_ address: NetworkAddress) -> Bool {
        address.width == first.width && (address.value ^ first.value) >> (first.width - prefix) == 0
    }
}
