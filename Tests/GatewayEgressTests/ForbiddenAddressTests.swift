// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayEgress

/// What may not be reached when the operator opened nothing.
@Suite(.timeLimit(.minutes(1))) struct ForbiddenAddressTests {
    @Test(arguments: Self.literals)
    func `an address that is not public is refused, however it is spelled`(host: String) async throws {
        let resolver = ScriptedResolver()
        let client = try makeOutbound(EgressRules(), resolver: resolver)
        for url in ["http://\(host)/", "https://\(host):8443/a?b#c"] {
            let refusal = try #require(client.refusal(of: url))
            #expect(refusal.hasPrefix("leads to "))
            #expect(await client.get(url).failure == .forbidden(reason: "the URL \(refusal)"))
        }
        #expect(resolver.names.isEmpty)
        await client.stop()
    }

    @Test(arguments: Self.addresses)
    func `a name is refused when any of its addresses is not public`(address: String) async throws {
        for addresses in [[address], [address, "93.184.215.14"], ["2606:2800:21f:cb07::1", address]] {
            let resolver = ScriptedResolver(["service.test": [addresses]])
            let result = try await exchange(
                OutboundRequest(method: "GET", url: "https://service.test/", timeout: .seconds(10)),
                rules: EgressRules(), resolver: resolver)
            guard case .forbidden(let reason) = result.failure else {
                Issue.record("\(addresses): \(result)")
                continue
            }
            #expect(reason.hasPrefix("service.test leads to \(address): the address "))
        }
    }

    @Test(arguments: Self.malformed)
    func `what somebody might read as such an address is refused as no URL`(url: String) async throws {
        let resolver = ScriptedResolver()
        let client = try makeOutbound(EgressRules(), resolver: resolver)
        let refusal = try #require(client.refusal(of: url))
        #expect(await client.get(url).failure == .invalidURL(reason: "the URL \(refusal)"))
        #expect(resolver.names.isEmpty)
        await client.stop()
    }

    @Test(arguments: [
        "localhost", "LOCALHOST", "localhost.", "LocalHost.", "a.localhost", "a.b.localhost.", "%6cocalhost",
    ])
    func `a name that can only be this machine is refused without asking for its addresses`(host: String)
        async throws
    {
        let resolver = ScriptedResolver()
        let client = try makeOutbound(EgressRules(), resolver: resolver)
        let refusal = client.refusal(of: "https://\(host):8443/")
        #expect(refusal == "leads to 127.0.0.1: the address belongs to this machine")
        #expect(await client.get("https://\(host):8443/").isForbidden)
        #expect(resolver.names.isEmpty)
        await client.stop()
    }

    @Test(arguments: ["localhost.example", "localhosts", "notlocalhost", "localhost.localdomain"])
    func `a name that only looks like this machine is asked for`(host: String) throws {
        #expect(EgressRules().refusal(of: try EgressURL("https://\(host)/")) == nil)
    }

    /// By URL: decimal, octal and hexadecimal numbers, fewer than four of them, percent-encoding, and the many forms
    /// of version 6.
    private static let literals = [
        // This machine
        "127.0.0.1", "127.1.2.3", "127.255.255.255", "127.1", "127.0.1", "127.0.0.01",
        "2130706433", "2130706434", "0x7f000001", "0X7F000001", "0x7f.0.0.1", "0x7f.1", "0x7F.0x0.0x1",
        "017700000001", "0177.0.0.1", "0177.1", "0177.0.1", "00000177.1", "0x7f.0.01", "127.0x1",
        "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "[::1]", "[0:0:0:0:0:0:0:1]",
        "[0000:0000:0000:0000:0000:0000:0000:0001]", "[0::1]", "[::0:1]", "[::0001]", "[::0.0.0.1]",
        // Nobody in particular
        "0.0.0.0", "0", "00", "0x0", "0.1", "0.255.255.255", "[::]", "[0::0]",
        // Private networks
        "10.0.0.1", "10.255.255.255", "10.1", "012.0.0.1", "0xa.0.0.1", "167772161", "0x0a000001",
        "172.16.0.1", "172.31.255.255", "0xac.0x10.0.1", "2886729729", "192.168.0.1", "192.168.1",
        "0300.0250.1.1", "3232235777", "0xc0a80101", "[fc00::1]", "[fd00::1]", "[fdff:ffff::1]",
        "[fec0::1]", "[feff::1]",
        // Metadata of clouds, and what is on the link
        "169.254.169.254", "169.254.170.2", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376",
        "169.254.43518",
        "169.16689662", "100.100.100.200", "192.0.0.192", "168.63.129.16", "[fd00:ec2::254]",
        "[fd20:ce::254]", "[fe80::1]", "[fe80::a9fe:a9fe]", "[febf::1]",
        // Shared, reserved, for protocols, benchmarks and documents
        "100.64.0.1", "100.127.255.255", "1681915905", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "240.0.0.1", "255.255.255.254",
        "[100::1]", "[100:0:0:1::1]", "[2001::1]", "[2001:2::1]", "[2001:10::1]", "[2001:20::1]",
        "[2001:1ff::1]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[4000::1]", "[1fff::1]",
        // Groups and everybody
        "224.0.0.1", "239.255.255.255", "255.255.255.255", "4294967295", "0xffffffff", "[ff02::1]",
        "[ff0e::1]",
        // Version 4 in disguise, public or not
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "[::ffff:10.0.0.1]",
        "[::ffff:169.254.169.254]", "[::FFFF:A9FE:A9FE]", "[::ffff:8.8.8.8]", "[::ffff:0:127.0.0.1]",
        "[::ffff:0:10.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "[::10.0.0.1]", "[::8.8.8.8]",
        "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::8.8.8.8]", "[64:ff9b:1::a00:1]",
        "[64:ff9b:1:ffff::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:a9fe:a9fe::1]",
        "[2001:0:7f00:1::1]", "[2001:0:53aa:64c:0:0:80ff:fffe]",
    ]

    /// As a resolver may bring them: the first, one within and the last of each range.
    private static let addresses = [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
        "127.0.0.0",
        "127.255.255.255", "168.63.129.16", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0",
        "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.0", "192.88.99.0", "192.168.0.0",
        "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0", "203.0.113.255", "224.0.0.0",
        "239.255.255.255", "240.0.0.0", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::ffff:0:808:808",
        "64:ff9b::808:808", "64:ff9b:1::", "100::", "2001::", "2001:1ff:ffff::", "2001:db8::",
        "2001:db8:ffff::", "2002::", "2002:ffff::", "3fff::", "3fff:fff::", "5f00::", "fc00::", "fdff::",
        "fe80::", "fec0::", "ff00::", "ffff::",
    ]

    private static let malformed = [
        // Numbers that are no address to libcurl and may be one to somebody else
        "http://127.0.0.1./", "http://127.1./", "http://0x7f.1./", "http://2130706433./", "http://256.0.0.1/",
        "http://127.0.0.0.1/", "http://127.0.0.256/", "http://4294967296/", "http://0x100000000/",
        "http://0x/", "http://08.0.0.1/", "http://127..1/", "http://127.0.0.1../", "http://a.127.1/",
        "http://0x7f.0.0.0x/", "http://%30x7f.1/", "http://%30177.0.0.1/", "http://169.254.169.254.0x1/",
        // Digits, dots and letters of other scripts
        "http://１２７.0.0.1/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://ⓛocalhost/",
        "http://127．0．0．1/", "http://ｌocalhost/", "http://loc\u{AD}alhost/", "http://münchen.example/",
        // Credentials, which may be mistaken for a host or hide one
        "http://example.org@127.0.0.1/", "http://user:secret@example.org/", "http://@127.0.0.1/",
        "http://:@127.0.0.1/", "http://127.0.0.1%2f@example.org/", "http://example.org\\@127.0.0.1/",
        "http://a@b@127.0.0.1/", "http://example.org:80@127.0.0.1/",
        // Brackets
        "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1%25lo]/", "http://[::1%251]/",
        "http://[127.0.0.1]/", "http://[::1/", "http://[::1]x/", "http://[::ffff:0x7f.1]/", "http://[]/",
        "http://[::1.2.3]/", "http://[1::2::3]/", "http://[v1.a]/", "http://::1/",
        // What has a meaning to libcurl, or none
        "http://*/", "http://-a.example/", "http://+a.example/", "http://a,b/", "http://a b/", "http://a;b/",
        "http://.example/", "http://./", "http://a%00b/", "http://a%0ab/", "http://a%2fb/", "http://a%3ab/",
        "http://a%5b/", "http://\(String(repeating: "a.", count: 127))aa/", "http:127.0.0.1/", "127.0.0.1",
        "http://a\u{0}b/", "http://a\r\nb/", "http://127.0.0.1:99999/", "http://127.0.0.1:80:80/", "",
        "//127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "dict://127.0.0.1/",
        "unix:///run/docker.sock", "javascript:alert(1)",
    ]
}
