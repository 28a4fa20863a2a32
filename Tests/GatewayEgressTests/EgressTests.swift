// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress
import Testing

@Suite(.timeLimit(.minutes(1))) struct EgressTests {
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
        "file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "", "no url", "http://",
        "http://user:secret@example.org/", "http://a\u{0}b/", "//example.org/",
    ])
    func `a URL that is not plain http is refused`(url: String) async throws {
        guard case .invalidURL = try await exchange(OutboundRequest(method: "GET", url: url)).failure else {
            Issue.record("\(url) was taken")
            return
        }
    }

    @Test(arguments: [("X", "a\r\nY: b"), ("X", "a\u{0}"), ("X Y", "a"), ("X:", "a"), ("", "a")])
    func `a header that would end its line is refused`(name: String, value: String) async throws {
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [(name, value)])
        guard case .invalidURL = try await exchange(request).failure else {
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
        #expect(try await exchange(small).failure == .tooLarge)
        #expect(try await exchange(fits, limits: EgressLimits(headerBytes: 4000)).failure == .tooLarge)
    }

    @Test func `an answer past its limit is cut where its beginning is enough, without waiting for the rest`()
        async throws
    {
        let head = "HTTP/1.1 201 Created\r\nX-A: 1\r\nContent-Length: 1000000\r\n\r\n"
        let server = try LoopbackServer(keepsOpen: true) { _ in head + String(repeating: "x", count: 5000) }
        let client = try makeOutbound(EgressRules(allowLoopback: true))
        for limit in [5000, 4999, 1] {
            let request = OutboundRequest(
                method: "GET", url: "http://127.0.0.1:\(server.port)/", maximumResponseBytes: limit,
                cutsLongAnswer: true)
            let response = try await client.exchange(request)
            #expect(response.status == 201)
            #expect(response.headers.first?.value == "1")
            #expect(response.body == Array(repeating: UInt8(ascii: "x"), count: limit))
        }
        await client.stop()
        // Each on a connection of its own: on the first one there is still the rest of the first answer.
        #expect(server.connections == 3)
    }

    @Test func `an answer that fits is whole, also where its beginning would be enough`() async throws {
        let server = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let request = OutboundRequest(
            method: "GET", url: "http://127.0.0.1:\(server.port)/", maximumResponseBytes: 3,
            cutsLongAnswer: true)
        #expect(try await exchange(request).get().body == Array("ok".utf8))
    }

    @Test(arguments: [0, -1])
    func `an answer without a body fits into no room, one with a body does not`(limit: Int) async throws {
        let server = try LoopbackServer { request in
            let length = request.hasPrefix("GET /empty") ? 0 : 2
            return "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n" + "ok".prefix(length)
        }
        let url = "http://127.0.0.1:\(server.port)"
        var request = OutboundRequest(method: "GET", url: "\(url)/empty", maximumResponseBytes: limit)
        #expect(try await exchange(request).status == 200)
        request.url = "\(url)/full"
        #expect(try await exchange(request).failure == .tooLarge)
        request.cutsLongAnswer = true
        #expect(try await exchange(request).get().body.isEmpty)
    }

    @Test func `an answer that does not come holds up no other exchange with the host`() async throws {
        let server = try LoopbackServer { request in
            request.hasPrefix("GET /held") ? nil : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        }
        let client = try makeOutbound(EgressRules(allowLoopback: true))
        await withTaskGroup { group in
            let held = OutboundRequest(
                method: "GET", url: "http://127.0.0.1:\(server.port)/held", timeout: .seconds(60))
            group.addTask { await client.result(of: held).failure }
            await wait { !server.requests.isEmpty }
            #expect(await client.get("http://127.0.0.1:\(server.port)/other").status == 200)
            group.cancelAll()
        }
        await client.stop()
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is an answer and is not followed`(status: Int) async throws {
        let other = try LoopbackServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let server = try LoopbackServer(
            "HTTP/1.1 \(status) Go\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n")
        let request = OutboundRequest(method: "POST", url: "http://127.0.0.1:\(server.port)/")
        #expect(try await exchange(request).status == status)
        #expect(other.requests.isEmpty)
    }

    @Test func `an answer that does not come in time fails`() async throws {
        let server = try LoopbackServer(nil)
        let request = OutboundRequest(
            method: "GET", url: "http://127.0.0.1:\(server.port)/", timeout: .milliseconds(50))
        #expect(try await exchange(request).failure == .timedOut)
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        let result = try await exchange(OutboundRequest(method: "GET", url: "http://127.0.0.1:1/"))
        guard case .unreachable = result.failure else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func `a cancelled exchange ends at once, and one that was cancelled before is not begun`()
        async throws
    {
        let server = try LoopbackServer(nil)
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/")
        let client = try makeOutbound(EgressRules(allowLoopback: true))
        await withTaskGroup { group in
            group.addTask { await client.result(of: request).failure }
            await wait { !server.requests.isEmpty }
            group.cancelAll()
            #expect(await group.next() == .cancelled)
            group.addTask { await client.result(of: request).failure }
            #expect(await group.next() == .cancelled)
        }
        await client.stop()
        #expect(server.requests.count == 1)
    }

    @Test func `more exchanges than the limit are refused, and stopping ends the rest`() async throws {
        let server = try LoopbackServer(nil)
        let client = try makeOutbound(EgressRules(allowLoopback: true), limits: EgressLimits(exchanges: 1))
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/")
        await withTaskGroup(of: OutboundError?.self) { group in
            func begin() { group.addTask { await client.result(of: request).failure } }
            begin()
            await wait { !server.requests.isEmpty }
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
        let client = try makeOutbound(EgressRules(allowLoopback: true))
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
