// SPDX-License-Identifier: Apache-2.0

/// IANA's registries of special-purpose addresses (RFC 6890), and what has to be treated like them.
extension AddressRange {
    /// This machine.
    static let loopback = ranges("127.0.0.0/8", "::1/128")

    /// All of version 6 that has been given out for unicast. What disguises an address of version 4 as one of
    /// version 6 lies outside: ::/96, ::ffff:0:0/96, ::ffff:0:0:0/96, 64:ff9b::/96 and 64:ff9b:1::/48. So do
    /// discarded 100::/64, segment routing's 5f00::/16, private fc00::/7, link-local fe80::/10, site-local
    /// fec0::/10 and the groups of ff00::/8.
    static let inUse = range("2000::/3")

    /// Not for everybody, though none of ``loopback``.
    static let special = ranges(
        "0.0.0.0/8",  // this network; Linux takes 0.0.0.0 for this machine
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // shared by a provider's customers; metadata of some clouds
        "168.63.129.16/32",  // Azure's host, which tells a machine its settings: public by its looks only
        "169.254.0.0/16",  // link-local; clouds' metadata
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // protocols
        "192.0.2.0/24",  // documents
        "192.88.99.0/24",  // relays of 6to4
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // benchmarks
        "198.51.100.0/24",  // documents
        "203.0.113.0/24",  // documents
        "224.0.0.0/4",  // groups
        "240.0.0.0/4",  // reserved, and broadcast
        "2001::/23",  // protocols; Teredo, behind which any address of version 4 may stand
        "2001:db8::/32",  // documents
        "2002::/16",  // 6to4, likewise
        "3fff::/20")  // documents

    private static func ranges(_ texts: String...) -> [AddressRange] { texts.map(range) }

    private static func range(_ text: String) -> AddressRange {
        guard let range = AddressRange(text) else { preconditionFailure("\(text) is no network") }
        return range
    }
}
