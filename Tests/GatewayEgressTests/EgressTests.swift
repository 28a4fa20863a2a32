// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress
import Testing

@Suite(.timeLimit(.minutes(1))) struct EgressTests {
    private static let open = EgressRules(allowLoopback: true)

    /// Makes one exchange over a client of its own.
    private func exchange(
        _ request: OutboundRequest, rules: EgressRules = open, limits: EgressLimits = EgressLimits()
    ) async -> Result<OutboundResponse, OutboundError> {
        let client = makeOutbound(rules, limits: limits)
        let result: Result<OutboundResponse, OutboundError>
        do throws(OutboundError) {
            result = .success(try await client.exchange(request))
        } catch {
            result = .failure(error)
        }
        await client.stop()
        return result
    }

    private func failure(_ result: Result<OutboundResponse, OutboundError>) -> OutboundError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test func `an exchange sends what it is given and nothing else, and brings the answer`() async throws {
        let server = try LoopbackServer(
            "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
                + "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nX-B: 2 \r\nX-b: 3\r\nContent-Length: 2\r\n\r\nok"
        )
        let response = try await exchange(
            OutboundRequest(
                method: "POST", url: "http://127.0.0.1:\(server.port)/p?q",
                headers: [("X-A", "1"), ("X-Empty", "")],
                body: Array("body".utf8))
        ).get()
        #expect(response.status == 302)
        #expect(response.headers.map(\.name) == ["location", "x-b", "x-b", "content-length"])
        #expect(response.headers.map(\.value) == ["http://127.0.0.1:1/", "2", "3", "2"])
        #expect(response.body == Array("ok".utf8))
        let lines = server.requests.first?.split(separator: "\r\n", omittingEmptySubsequences: false) ?? []
        #expect(
            lines == [
                "POST /p?q HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Accept: */*", "X-A: 1", "X-Empty:",
                "Content-Length: 4", "", "body",
            ])
    }

    @Test(arguments: ["GET", "HEAD", "DELETE", "POST"])
    func `a method goes out as it is, without a body`(method: String) async throws {
        let server = try LoopbackServer("HTTP/1.1 204 No Content\r\n\r\n")
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await exchange(OutboundRequest(method: method, url: url)).get().status == 204)
        let request = server.requests.first ?? ""
        #expect(request.hasPrefix("\(method) / HTTP/1.1\r\n"))
        #expect(request.contains("Content-Length: 0") == (method == "DELETE" || method == "POST"))
    }

    @Test(arguments: [
        "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0", "[::]", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
        "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[2001:db8::1]", "[::7f00:1]",
        "2130706433", "0x7f.1", "017700000001", "localhost",
    ])
    func `an address that is not public is refused, however it is spelled`(host: String) async {
        let error = failure(
            await exchange(
                OutboundRequest(method: "GET", url: "http://\(host):1/", timeout: .seconds(5)),
                rules: EgressRules()))
        guard case .forbidden = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a listed host and port may be private, another port may not`() async throws {
        let server = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let rules = EgressRules(allowed: [.init(host: "LOCALHOST", port: server.port)])
        let other = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        func get(_ url: String) async -> Result<OutboundResponse, OutboundError> {
            await exchange(OutboundRequest(method: "GET", url: url), rules: rules)
        }
        #expect(try await get("http://localhost:\(server.port)/").get().status == 200)
        for url in ["http://localhost:\(other.port)/", "http://127.0.0.1:\(server.port)/"] {
            guard case .forbidden = failure(await get(url)) else {
                Issue.record("\(url) was reached")
                continue
            }
        }
        #expect(other.requests.isEmpty)
    }

    @Test func `only loopback is opened for development`() async {
        let error = failure(
            await exchange(OutboundRequest(method: "GET", url: "http://10.0.0.1:1/", timeout: .seconds(5))))
        guard case .forbidden = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "", "no url", "http://",
        "http://user:secret@example.org/", "http://a\u{0}b/", "//example.org/",
    ])
    func `a URL that is not plain http is refused`(url: String) async {
        guard case .invalidURL = failure(await exchange(OutboundRequest(method: "GET", url: url))) else {
            Issue.record("\(url) was taken")
            return
        }
    }

    @Test(arguments: [("X", "a\r\nY: b"), ("X", "a\u{0}"), ("X Y", "a"), ("X:", "a"), ("", "a")])
    func `a header that would end its line is refused`(name: String, value: String) async {
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [(name, value)])
        guard case .invalidURL = failure(await exchange(request)) else {
            Issue.record("it was taken")
            return
        }
    }

    @Test func `an answer past its limit fails, in body and in headers`() async throws {
        let body = String(repeating: "x", count: 5000)
        let server = try LoopbackServer(
            "HTTP/1.1 200 OK\r\nX-Long: \(body)\r\nContent-Length: 5000\r\n\r\n\(body)")
        let url = "http://127.0.0.1:\(server.port)/"
        let fits = OutboundRequest(method: "GET", url: url, maximumResponseBytes: 5000)
        #expect(try await exchange(fits).get().body.count == 5000)
        let small = OutboundRequest(method: "GET", url: url, maximumResponseBytes: 4999)
        #expect(failure(await exchange(small)) == .tooLarge)
        #expect(failure(await exchange(fits, limits: EgressLimits(headerBytes: 4000))) == .tooLarge)
    }

    @Test func `an answer that does not come in time fails`() async throws {
        let server = try LoopbackServer(nil)
        let request = OutboundRequest(
            method: "GET", url: "http://127.0.0.1:\(server.port)/", timeout: .milliseconds(50))
        #expect(failure(await exchange(request)) == .timedOut)
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        let result = await exchange(OutboundRequest(method: "GET", url: "http://127.0.0.1:1/"))
        guard case .unreachable = failure(result) else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func `a cancelled exchange ends at once, and one that was cancelled before is not begun`()
        async throws
    {
        let server = try LoopbackServer(nil)
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/")
        await withTaskGroup { group in
            group.addTask { failure(await exchange(request)) }
            while server.requests.isEmpty { await Task.yield() }
            group.cancelAll()
            #expect(await group.next() == .cancelled)
            group.addTask { failure(await exchange(request)) }
            #expect(await group.next() == .cancelled)
        }
        #expect(server.requests.count == 1)
    }

    @Test func `more exchanges than the limit are refused, and stopping ends the rest`() async throws {
        let server = try LoopbackServer(nil)
        let client = makeOutbound(Self.open, limits: EgressLimits(exchanges: 1))
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/")
        await withTaskGroup(of: OutboundError?.self) { group in
            func begin() {
                group.addTask {
                    do throws(OutboundError) {
                        _ = try await client.exchange(request)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            begin()
            while server.requests.isEmpty { await Task.yield() }
            begin()
            #expect(await group.next() == .unreachable("too many exchanges are open"))
            await client.stop()
            #expect(await group.next() == .cancelled)
            begin()
            #expect(await group.next() == .unreachable("the gateway is stopping"))
        }
        await client.stop()
    }

    @Test func `many exchanges at once, some cancelled, all end`() async throws {
        let server = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let client = makeOutbound(Self.open)
        let request = OutboundRequest(method: "POST", url: "http://127.0.0.1:\(server.port)/", body: [1])
        let ended = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                group.addTask {
                    await withTaskGroup(of: Bool.self) { inner in
                        inner.addTask { (try? await client.exchange(request)) != nil }
                        if index % 3 == 0 { inner.cancelAll() }
                        return await inner.next() ?? false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(ended >= 133)
        await client.stop()
    }
}
