// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayEgress

@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func proxy(
        _ port: Int, host: String = "127.0.0.1", credentials: String? = nil, without exceptions: [String] = []
    ) throws -> EgressProxy {
        try #require(
            EgressProxy(
                url: "http://\(host):\(port)", credentials: credentials.flatMap(EgressProxy.Credentials.init),
                exceptions: exceptions.compactMap(EgressProxy.Exception.init)))
    }

    @Test func `a plain request is handed to the proxy, whose own address may be private`() async throws {
        let server = try LoopbackServer(Self.answer)
        let resolver = ScriptedResolver(["proxy.test": [["127.0.0.1"]]])
        let proxy = try proxy(server.port, host: "proxy.test", credentials: "user:pass:word")
        let client = try makeOutbound(EgressRules(proxy: proxy), resolver: resolver)
        #expect(await client.get("http://service.test/path?query").status == 200)
        // The proxy looks names up, not the gateway.
        #expect(resolver.names == ["proxy.test"])
        let lines = server.requests.first?.split(separator: "\r\n").map(String.init) ?? []
        #expect(lines.first == "GET http://service.test/path?query HTTP/1.1")
        #expect(lines.contains("Host: service.test"))
        #expect(lines.contains("Proxy-Authorization: Basic dXNlcjpwYXNzOndvcmQ="))
        await client.stop()
    }

    @Test func `an encrypted request goes through a tunnel, and the proxy learns no more than its host`()
        async throws
    {
        let authority = try PrivateAuthority()
        defer { withExtendedLifetime(authority) {} }
        let server = try authority.serve("private.test")
        let tunnel = try TunnelProxy(to: server.port)
        let rules = EgressRules(caFile: authority.file, proxy: try proxy(tunnel.port, credentials: "u:p"))
        let client = try makeOutbound(rules, resolver: ScriptedResolver())
        let request = OutboundRequest(
            method: "GET", url: "https://private.test/secret-path",
            headers: [("Authorization", "Bearer mine")])
        let response = try await client.exchange(request)
        #expect(response.status == 200)
        #expect(!response.headers.contains { $0.name == "x-proxy" })
        let head = try #require(tunnel.requests.first)
        #expect(head.hasPrefix("CONNECT private.test:443 HTTP/1.1\r\n"))
        #expect(head.contains("Proxy-Authorization: Basic dTpw\r\n"))
        #expect(!head.contains("mine") && !head.contains("secret-path"))
        // The certificate is checked all the same.
        guard case .unreachable(let reason) = await client.get("https://other.test/").failure else {
            Issue.record("another name is trusted")
            return
        }
        #expect(reason.contains("SSL"))
        await client.stop()
    }

    @Test(arguments: [403, 407, 502]) func `a tunnel that the proxy refuses says so`(status: Int) async throws
    {
        let server = try LoopbackServer("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n")
        let client = try makeOutbound(
            EgressRules(proxy: try proxy(server.port)), resolver: ScriptedResolver())
        let failure = await client.get("https://service.test/").failure
        #expect(failure == .unreachable("the proxy answered \(status)"))
        await client.stop()
    }

    @Test(arguments: [
        "http://10.0.0.1/", "https://169.254.169.254/latest", "http://[fd00::1]/", "http://0x7f.1/",
        "http://127.0.0.1/", "http://localhost/", "http://a.localhost./",
    ])
    func `what may not be reached is not asked of a proxy either`(url: String) async throws {
        let server = try LoopbackServer(Self.answer)
        let client = try makeOutbound(
            EgressRules(proxy: try proxy(server.port)), resolver: ScriptedResolver())
        #expect(await client.get(url).isForbidden)
        #expect(server.connections == 0)
        await client.stop()
    }

    @Test func `exceptions and this machine are reached without it`() async throws {
        let (proxied, direct) = (try LoopbackServer(Self.answer), try LoopbackServer(Self.answer))
        let resolver = ScriptedResolver([
            "llm.internal": [["127.0.0.1"]], "localhost": [["127.0.0.1"]], "internal": [["127.0.0.1"]],
        ])
        let rules = EgressRules(
            allowLoopback: true, proxy: try proxy(proxied.port, without: [".Internal", "10.0.0.0/8"]))
        let client = try makeOutbound(rules, resolver: resolver)
        for host in ["llm.internal", "internal", "localhost", "127.0.0.1"] {
            #expect(await client.get("http://\(host):\(direct.port)/").status == 200, "\(host)")
        }
        #expect(proxied.connections == 0)
        #expect(await client.get("http://notinternal:\(direct.port)/").status == 200)
        #expect(await client.get("http://8.8.8.8:\(direct.port)/").status == 200)
        #expect(proxied.requests.count == 2 && direct.requests.count == 4)
        await client.stop()
    }

    @Test(arguments: [
        ("10.1.2.3", "10.0.0.0/8", true), ("11.1.2.3", "10.0.0.0/8", false), ("9.9.9.9", "9.9.9.9", true),
        ("[fd00::1]", "fd00::/8", true), ("a.b.test", "b.test", true), ("B.test.", "b.test", true),
        ("ab.test", "b.test", false), ("b.test.org", "b.test", false), ("10.example", "10.0.0.0/8", false),
    ])
    func `an exception covers names below it and addresses in it`(
        host: String, exception: String, isCovered: Bool
    ) throws {
        let exception = try #require(EgressProxy.Exception(exception))
        #expect(exception.covers(try EgressURL("https://\(host)/").host) == isCovered)
    }

    @Test(arguments: [
        "", "proxy.test:3128", "https://proxy.test:3128", "socks5://proxy.test:1080", "http://proxy.test",
        "http://user:secret@proxy.test:3128", "http://proxy.test:3128/path", "http://proxy.test:3128/?a",
        "http://:3128",
    ])
    func `anything else is no proxy`(url: String) {
        #expect(EgressProxy(url: url) == nil)
    }

    @Test(arguments: [
        "http://proxy.test:3128", "http://proxy.test:3128/", "http://[fd00::1]:80", "http://10.0.0.1:80",
    ])
    func `a proxy is named by host and port`(url: String) {
        #expect(EgressProxy(url: url) != nil)
    }

    @Test func `credentials show themselves nowhere`() throws {
        let proxy = try proxy(1, credentials: "user:secret")
        let rules = EgressRules(proxy: proxy)
        var dumped = ""
        dump(rules, to: &dumped)
        for text in ["\(rules)", "\(String(reflecting: rules))", dumped] { #expect(!text.contains("secret")) }
        #expect(EgressProxy.Credentials("none") == nil && EgressProxy.Credentials(":a") == nil)
    }
}
