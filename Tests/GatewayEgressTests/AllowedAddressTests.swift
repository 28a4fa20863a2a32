// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayEgress

/// What may be reached, by itself or because the operator opened it. Public addresses are only decided about here, and
/// never connected to.
@Suite(.timeLimit(.minutes(1))) struct AllowedAddressTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0",
        "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "134744072", "0x08080808", "010.010.010.010",
        "[2001:200::1]", "[2001:4860:4860::8888]", "[2001:db7:ffff::1]", "[2001:db9::1]", "[2003::1]",
        "[2606:4700:4700::1111]", "[2a00:1450:4001:80b::200e]", "[3ffe:ffff::1]", "[3fff:1000::1]",
    ])
    func `a public address is allowed`(host: String) throws {
        let url = try EgressURL("https://\(host):8443/path?query")
        #expect(EgressRules().refusal(of: url) == nil)
        #expect(EgressRules(requiresTLS: true).refusal(of: url) == nil)
    }

    @Test(arguments: [
        "https://example.org", "HTTPS://EXAMPLE.org:443/", "http://example.org./a",
        "https://a-b.c_d.example/",
        "https://xn--mnchen-3ya.example/", "https://exa%6dple.org/", "https://1.example.org/",
        "https://127.0.0.1.example.org/", "https://10.example/", "https://example.org/?u=http://127.0.0.1/",
        "https://example.org/@127.0.0.1", "https://example.org/#@localhost", "https://0x7f.example.x0/",
        "https://\(String(repeating: "a.", count: 126))a/",
    ])
    func `a name is allowed when all it leads to is public`(text: String) throws {
        let url = try EgressURL(text)
        #expect(EgressRules().refusal(of: url) == nil)
        for text in ["93.184.215.14", "2606:2800:21f:cb07::1"] {
            let address = try #require(NetworkAddress(text))
            #expect(EgressRules().refusal(of: url, leadingTo: address) == nil)
        }
    }

    @Test func `a listed host and port may be private, another port and another spelling may not`()
        async throws
    {
        let server = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let other = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let rules = EgressRules(allowed: [
            .init(host: "LLM.test", port: server.port), .init(host: "[0:0::1]", port: 1),
        ])
        let resolver = ScriptedResolver(["llm.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]])
        let client = try makeOutbound(rules, resolver: resolver)
        #expect(await client.get("http://llm.test:\(server.port)/").status == 200)
        #expect(client.refusal(of: "http://[::1]:1/") == nil)
        for url in [
            "http://llm.test:\(other.port)/", "http://other.test:\(server.port)/",
            "http://127.0.0.1:\(server.port)/", "http://localhost:\(server.port)/", "http://[::1]:2/",
        ] {
            #expect(await client.get(url).isForbidden, "\(url)")
        }
        #expect(other.requests.isEmpty)
        await client.stop()
    }

    @Test func `a listed network may be reached at any port, by its addresses and by names, others may not`()
        async throws
    {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        let inside = try LoopbackServer(answer, host: "127.0.9.1")
        let outside = try LoopbackServer(answer, host: "127.0.10.1")
        let networks = try ["127.0.8.0/23", "fd00:1::/32"].map { try #require(AddressRange($0)) }
        let resolver = ScriptedResolver([
            "inside.test": [["127.0.9.1"]], "outside.test": [["127.0.10.1"]],
            "both.test": [["127.0.9.1", "127.0.10.1"]],
        ])
        let client = try makeOutbound(EgressRules(networks: networks), resolver: resolver)
        #expect(await client.get("http://127.0.9.1:\(inside.port)/").status == 200)
        #expect(await client.get("http://inside.test:\(inside.port)/").status == 200)
        #expect(client.refusal(of: "http://[fd00:1:ffff::1]/") == nil)
        #expect(client.refusal(of: "http://[fd00:2::1]/") != nil)
        #expect(client.refusal(of: "http://[::ffff:127.0.9.1]/") != nil)
        for url in [
            "http://127.0.10.1:\(outside.port)/", "http://outside.test:\(outside.port)/",
            "http://both.test:\(inside.port)/", "http://localhost:\(inside.port)/",
        ] {
            #expect(await client.get(url).isForbidden, "\(url)")
        }
        #expect(outside.requests.isEmpty && inside.requests.count == 2)
        await client.stop()
    }

    @Test func `a client keeps to its own rules and connections`() async throws {
        let server = try LoopbackServer(keepsOpen: true) { _ in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        }
        let resolver = ScriptedResolver(["llm.test": [["127.0.0.1"]]])
        let provider = try makeOutbound(
            EgressRules(allowed: [.init(host: "llm.test", port: server.port)]), resolver: resolver)
        let callback = try makeOutbound(EgressRules(), resolver: resolver)
        let development = try makeOutbound(EgressRules(allowLoopback: true), resolver: resolver)
        let url = "http://llm.test:\(server.port)/"
        #expect(await provider.get(url).status == 200)
        #expect(await callback.get(url).isForbidden)
        #expect(await development.get(url).status == 200)
        #expect(await provider.get(url).status == 200)
        #expect(server.connections == 2)
        for client in [provider, callback, development] { await client.stop() }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("[::1]", true), ("localhost", true),
        ("a.localhost.", true),
        ("10.0.0.1", false), ("0.0.0.0", false), ("[::]", false), ("169.254.169.254", false),
        ("[::ffff:127.0.0.1]", false), ("[::127.0.0.1]", false), ("[64:ff9b::7f00:1]", false),
    ])
    func `for development only this machine is opened`(host: String, isOpen: Bool) throws {
        let url = try EgressURL("http://\(host):1/")
        #expect((EgressRules(allowLoopback: true).refusal(of: url) == nil) == isOpen)
    }

    @Test func `for development any name may lead to this machine`() async throws {
        let server = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let resolver = ScriptedResolver([
            "a.test": [["127.0.0.1"]], "b.test": [["10.0.0.1"]], "c.test": [["127.0.0.1", "10.0.0.1"]],
        ])
        let client = try makeOutbound(EgressRules(allowLoopback: true), resolver: resolver)
        #expect(await client.get("http://a.test:\(server.port)/").status == 200)
        #expect(await client.get("http://b.test:\(server.port)/").isForbidden)
        #expect(await client.get("http://c.test:\(server.port)/").isForbidden)
        await client.stop()
    }

    @Test(arguments: [
        "example.org", "93.184.215.14", "127.0.0.1", "localhost", "a.localhost", "[::1]", "10.0.0.1",
    ])
    func `where TLS is required http is refused`(host: String) async throws {
        let rules = EgressRules(
            allowed: [.init(host: host, port: 80)], networks: ["10.0.0.0/8"].compactMap(AddressRange.init),
            requiresTLS: true)
        let client = try makeOutbound(rules, resolver: ScriptedResolver())
        #expect(client.refusal(of: "http://\(host)/") == "must begin with https://")
        #expect(await client.get("http://\(host)/").isForbidden)
        await client.stop()
    }

    @Test func `where TLS is required http may lead to this machine for development, and nowhere else`()
        async throws
    {
        let server = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let resolver = ScriptedResolver([
            "a.localhost": [["127.0.0.1"]], "b.localhost": [["10.0.0.1"]], "c.test": [["127.0.0.1"]],
        ])
        let rules = EgressRules(
            networks: ["10.0.0.0/8"].compactMap(AddressRange.init), allowLoopback: true, requiresTLS: true)
        let client = try makeOutbound(rules, resolver: resolver)
        for host in ["127.0.0.1", "a.localhost"] {
            #expect(await client.get("http://\(host):\(server.port)/").status == 200, "\(host)")
        }
        for host in ["b.localhost", "c.test", "10.0.0.1", "example.org"] {
            #expect(await client.get("http://\(host):\(server.port)/").isForbidden, "\(host)")
        }
        #expect(client.refusal(of: "https://10.0.0.1/") == nil)
        await client.stop()
    }
}
