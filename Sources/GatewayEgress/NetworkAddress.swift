// SPDX-License-Identifier: Apache-2.0
import Glibc

/// An IP address, as bytes.
struct NetworkAddress: Hashable {
    /// How far an address reaches.
    enum Reach: Hashable {
        /// Anybody may have it.
        case global
        /// This machine.
        case loopback
        /// A private network, a link, a group, or nobody.
        case special
    }

    /// 4 or 16 bytes.
    let bytes: [UInt8]

    /// Takes 4 or 16 bytes.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The address inside a socket address of IPv4 or IPv6, or `nil` for another family.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let address = raw.loadUnaligned(as: sockaddr_in.self)
            bytes = withUnsafeBytes(of: address.sin_addr) { Array($0) }
        case AF_INET6:
            let address = raw.loadUnaligned(as: sockaddr_in6.self)
            bytes = withUnsafeBytes(of: address.sin6_addr) { Array($0) }
        default: return nil
        }
    }

    /// How far it reaches, by IANA's registries of special-purpose addresses (RFC 6890).
    var reach: Reach { bytes.count == 4 ? Self.reach(ofVersion4: bytes[...]) : reachOfVersion6 }

    private static func reach(ofVersion4 bytes: ArraySlice<UInt8>) -> Reach {
        let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if value >> 24 == 127 { return .loopback }
        return special4.contains { value >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
            ? .special : .global
    }

    private var reachOfVersion6: Reach {
        let tail = bytes[12...]
        if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
        // An address of version 4 in disguise reaches what that one reaches (RFC 4291, RFC 6052).
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255 {
            return Self.reach(ofVersion4: tail)
        }
        if bytes[..<12].elementsEqual([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return Self.reach(ofVersion4: tail) == .global ? .global : .special
        }
        // Everything in use lies in 2000::/3. Of that, these are protocols' and documents', and 2002::/16 hides an
        // address of version 4 behind a relay.
        let head = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
        let isSpecial =
            bytes[0] >> 5 != 1 || head >> 9 == 0x2001_0000 >> 9 || head == 0x2001_0db8 || head >> 16 == 0x2002
            || head >> 12 == 0x3fff_0000 >> 12
        return isSpecial ? .special : .global
    }

    private static let special4: [(prefix: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8),  // 0.0.0.0/8 this network
        (0x0a00_0000, 8),  // 10.0.0.0/8 private
        (0x6440_0000, 10),  // 100.64.0.0/10 shared by a provider's customers
        (0xa9fe_0000, 16),  // 169.254.0.0/16 link-local, clouds' metadata
        (0xac10_0000, 12),  // 172.16.0.0/12 private
        (0xc000_0000, 24),  // 192.0.0.0/24 protocols
        (0xc000_0200, 24),  // 192.0.2.0/24 documents
        (0xc058_6300, 24),  // 192.88.99.0/24 relays
        (0xc0a8_0000, 16),  // 192.168.0.0/16 private
        (0xc612_0000, 15),  // 198.18.0.0/15 benchmarks
        (0xc633_6400, 24),  // 198.51.100.0/24 documents
        (0xcb00_7100, 24),  // 203.0.113.0/24 documents
        (0xe000_0000, 3),  // 224.0.0.0/4 groups, 240.0.0.0/4 reserved, broadcast
    ]
}

extension NetworkAddress: CustomStringConvertible {
    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil
        else {
            return "an address"
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
