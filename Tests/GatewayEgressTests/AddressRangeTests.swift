// SPDX-License-Identifier: Apache-2.0
import GatewayEgress
import Testing

@Suite struct AddressRangeTests {
    private func contains(_ range: String, _ address: String) throws -> Bool {
        try #require(AddressRange(range)).contains(try #require(NetworkAddress(address)))
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.0.0.0", "11.0.0.0"), ("10.0.0.0/8", "10.255.255.255", "9.255.255.255"),
        ("172.16.0.0/12", "172.31.255.255", "172.32.0.0"), ("192.168.4.4/31", "192.168.4.5", "192.168.4.6"),
        ("192.168.4.4/32", "192.168.4.4", "192.168.4.5"), ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("fd00::/8", "fdff:ffff::1", "fe00::"), ("2001:db8:8000::/33", "2001:db8:ffff::", "2001:db8:7fff::"),
        ("::1/128", "::1", "::2"), ("::/0", "ffff::", "0.0.0.0"),
        ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", "10.1.2.3"),
    ])
    func `a network holds the addresses that begin like it, and none of another version`(
        range: String, inside: String, outside: String
    ) throws {
        #expect(try contains(range, inside))
        #expect(try !contains(range, outside))
    }

    @Test(arguments: [
        "", "/", "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8",
        "10.0.0.1/8", "10.0.0.0/0", "10/8", "10.0.0.0/255.0.0.0", "::/129", "::1/0", "fd00::1/64",
        "[fd00::]/8",
        "fe80::%eth0/10", "localhost/8", "10.0.0.0/٨", " 10.0.0.0/8", "10.0.0.0/8 ",
        "10.0.0.0/99999999999999999999",
    ])
    func `anything else is no network`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("0:0::1", "::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
    ])
    func `an address is told in its usual form`(text: String, usual: String) {
        #expect(NetworkAddress(text).map { "\($0)" } == usual)
    }

    @Test(arguments: ["", "127.1", "0x7f.0.0.1", "127.0.0.1 ", "[::1]", "::1%lo", "localhost", "1.2.3.4.5"])
    func `an address has one form only`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}
