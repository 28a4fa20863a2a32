// SPDX-License-Identifier: Apache-2.0
import Glibc

/// An IP address, of version 4 or 6.
public struct NetworkAddress: Sendable, Hashable {
    /// How far an address reaches.
    enum Reach: Hashable {
        /// Anybody may have it.
        case global
        /// This machine.
        case loopback
        /// A private network, a link, a group, or nobody.
        case special
    }

    /// Both that this machine always has.
    static let thisMachine = ["127.0.0.1", "::1"].compactMap(NetworkAddress.init)

    /// 32 or 128.
    let width: Int
    /// The address as a number, its first byte the most significant one.
    let value: UInt128

    /// Reads an address in its usual form: four decimal numbers, or RFC 4291, section 2.2, without a zone.
    public init?(_ text: String) {
        var bytes4 = in_addr()
        var bytes6 = in6_addr()
        if inet_pton(AF_INET, text, &bytes4) == 1 {
            self.init(bytes4)
        } else if inet_pton(AF_INET6, text, &bytes6) == 1 {
            self.init(bytes6)
        } else {
            return nil
        }
    }

    /// The address inside a socket address of IPv4 or IPv6, or `nil` for another family.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET: self.init(raw.loadUnaligned(as: sockaddr_in.self).sin_addr)
        case AF_INET6: self.init(raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }

    private init(_ address: in_addr) {
        width = 32
        value = UInt128(UInt32(bigEndian: address.s_addr))
    }

    private init(_ address: in6_addr) {
        width = 128
        value = withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }

    /// How far it reaches, by IANA's registries of special-purpose addresses (RFC 6890).
    var reach: Reach {
        if AddressRange.loopback.contains(where: { $0.contains(self) }) { return .loopback }
        if width == 128, !AddressRange.inUse.contains(self) { return .special }
        return AddressRange.special.contains { $0.contains(self) } ? .special : .global
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// Its usual form; RFC 5952 for version 6.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var number = width == 32 ? value.bigEndian >> 96 : value.bigEndian
        guard inet_ntop(width == 32 ? AF_INET : AF_INET6, &number, &text, socklen_t(text.count)) != nil else {
            return "an address"
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
