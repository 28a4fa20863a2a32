// SPDX-License-Identifier: Apache-2.0
import Foundation
import GatewayCore
import GatewayTestSupport
import Logging
import Testing

@testable import GatewayEgress

@Suite(.timeLimit(.minutes(1))) final class RecordingTests {
    private static let secret = "sk-0123456789\"/abc"
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "dragoman-recording-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: folder) }

    private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func recorder(_ outbound: any Outbound) throws -> any Outbound {
        try makeRecorder(outbound, folder: folder.path, secrets: { [Self.secret] }, logger: silent)
    }

    private func replay(_ rules: EgressRules = EgressRules(allowLoopback: true)) throws -> any Outbound {
        try makeReplay(folder: folder.path, rules: rules) { [Self.secret] }
    }

    private var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
                .sorted()
        }
    }

    private func request(_ body: String, to server: LoopbackServer) -> OutboundRequest {
        OutboundRequest(
            method: "POST", url: "http://127.0.0.1:\(server.port)/v1?key=abc&s=\(Self.secret.count)",
            headers: [("Authorization", "Bearer \(Self.secret)"), ("X-Key", "k \(Self.secret)")],
            body: Array(body.utf8))
    }

    @Test
    func `what was recorded is played back byte for byte without the server, and no secret is in the files`()
        async throws
    {
        let escaped = #"{"echo":"sk-0123456789\"\/abc","text":"\u00fc"}"#
        let server = try LoopbackServer { request in
            let body = request.contains("binary") ? "\u{0}\u{1F}" : escaped
            return "HTTP/1.1 201 Created\r\nSet-Cookie: a=b\r\nX-Echo: \(Self.secret)\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
        let client = try makeOutbound(EgressRules(allowLoopback: true))
        let recorder = try recorder(client)
        let bodies = ["{\"a\":\"\(Self.secret)\"}", "binary", "", #"{"text":"Grüße 👋🏽 \r\n"}"#]
        var answers: [OutboundResponse] = []
        for body in bodies { answers.append(try await recorder.exchange(request(body, to: server))) }
        await client.stop()

        let names = try files
        #expect(names.map { String($0.prefix(17)) } == (1...4).map { "00000\($0)-127.0.0.1_" })
        for name in names {
            let path = folder.appending(path: name).path
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(!text.contains("sk-0123456789") && !text.contains("key=abc") && !text.contains("a=b"))
            #expect(try mode(of: path) == 0o600)
        }
        #expect(try mode(of: folder.path) == 0o700)

        let replay = try replay()
        for (body, answer) in zip(bodies, answers) {
            let again = try await replay.exchange(request(body, to: server))
            #expect(again.status == answer.status)
            #expect(again.headers.map(\.name) == answer.headers.map(\.name))
            let text = String(decoding: answer.body, as: UTF8.self)
            let expected = text.replacingOccurrences(of: #"sk-0123456789\"\/abc"#, with: "[secret]")
            #expect(String(decoding: again.body, as: UTF8.self) == expected)
        }
        #expect(server.requests.count == bodies.count)
    }

    @Test func `a body that is no text comes back as it was`() async throws {
        let bytes: [UInt8] = [0xFF, 0xFE, 0, 13, 10]
        let recorder = try recorder(
            ScriptedOutbound { _ in .success(OutboundResponse(status: 200, body: bytes)) })
        let request = OutboundRequest(method: "PUT", url: "http://127.0.0.1:1/", body: bytes)
        _ = try await recorder.exchange(request)
        #expect(try await replay().exchange(request).body == bytes)
        var other = request
        other.body.append(0)
        await #expect(throws: OutboundError.self) { try await self.replay().exchange(other) }
    }

    @Test func `the same request made again gets the answers in their order, and then the last one again`()
        async throws
    {
        let count = Locked(0)
        let recorder = try recorder(
            ScriptedOutbound { _ in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                return number == 2 ? .failure(.timedOut) : .success(OutboundResponse(status: 200 + number))
            })
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/")
        for _ in 0..<3 { _ = try? await recorder.exchange(request) }
        let replay = try replay()
        #expect(try await replay.exchange(request).status == 201)
        await #expect(throws: OutboundError.timedOut) { try await replay.exchange(request) }
        #expect(try await replay.exchange(request).status == 203)
        #expect(try await replay.exchange(request).status == 203)
    }

    @Test(arguments: [
        ("POST", "http://127.0.0.1:1/a", "x"), ("GET", "http://127.0.0.1:1/b", "x"),
        ("GET", "http://127.0.0.1:1/a", "y"), ("GET", "http://127.0.0.1:1/a?q", "x"),
    ])
    func `a request that is not in the recording is refused by method, host and path`(
        method: String, url: String, body: String
    ) async throws {
        let recorder = try recorder(ScriptedOutbound { _ in .success(OutboundResponse(status: 200)) })
        _ = try await recorder.exchange(
            OutboundRequest(method: "GET", url: "http://127.0.0.1:1/a", body: Array("x".utf8)))
        let path = url.contains("/b") ? "/b" : "/a"
        await #expect(
            throws: OutboundError.forbidden(
                reason: "no answer is recorded to this \(method) of 127.0.0.1\(path)")
        ) {
            try await self.replay().exchange(
                OutboundRequest(method: method, url: url, body: Array(body.utf8)))
        }
    }

    @Test func `a private exchange is made and not written down`() async throws {
        let recorder = try recorder(ScriptedOutbound { _ in .success(OutboundResponse(status: 200)) })
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/", isPrivate: true)
        #expect(try await recorder.exchange(request).status == 200)
        #expect(try files.isEmpty)
        var open = request
        open.isPrivate = false
        _ = try await recorder.exchange(open)
        await #expect(throws: OutboundError.self) { try await self.replay().exchange(request) }
    }

    @Test func `what never went out is not written down`() async throws {
        let failures = [OutboundError.forbidden(reason: "x"), .invalidURL(reason: "x"), .cancelled]
        let left = Locked(failures)
        let recorder = try recorder(ScriptedOutbound { _ in .failure(left.withLock { $0.removeFirst() }) })
        for failure in failures {
            await #expect(throws: failure) {
                try await recorder.exchange(OutboundRequest(method: "GET", url: "http://127.0.0.1:1/"))
            }
        }
        #expect(try files.isEmpty)
    }

    @Test func `limits and rules hold in a replay too`() async throws {
        let recorder = try recorder(
            ScriptedOutbound { _ in .success(OutboundResponse(status: 200, body: Array("long".utf8))) })
        var request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/")
        _ = try await recorder.exchange(request)
        let replay = try replay()
        request.maximumResponseBytes = 3
        await #expect(throws: OutboundError.tooLarge) { try await replay.exchange(request) }
        request.cutsLongAnswer = true
        #expect(try await replay.exchange(request).body == Array("lon".utf8))
        guard
            case .failure(.forbidden(let reason)) = await result(of: request, try self.replay(EgressRules()))
        else {
            Issue.record("the rules do not hold")
            return
        }
        #expect(reason.contains("belongs to this machine"))
    }

    @Test func `a folder is recorded into by one at a time, and numbers go on`() async throws {
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/")
        let scripted = ScriptedOutbound { _ in .success(OutboundResponse(status: 200)) }
        do {
            let recorder = try recorder(scripted)
            _ = try await recorder.exchange(request)
            #expect(
                throws: EgressError.recording(path: folder.path, reason: "another gateway records into it")
            ) {
                try self.recorder(scripted)
            }
        }
        // The last one's thread may just be ending.
        var next: (any Outbound)?
        await wait {
            next = try? recorder(scripted)
            return next != nil
        }
        _ = try await next?.exchange(request)
        #expect(try files.map { String($0.prefix(6)) } == ["000001", "000002"])
    }

    @Test func `many at once are all written`() async throws {
        let recorder = try recorder(ScriptedOutbound { _ in .success(OutboundResponse(status: 200)) })
        await withDiscardingTaskGroup { group in
            for index in 0..<200 {
                group.addTask {
                    _ = try? await recorder.exchange(
                        OutboundRequest(method: "GET", url: "http://127.0.0.1:1/\(index)"))
                }
            }
        }
        #expect(try files.count == 200)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 201)
    }

    @Test func `an answer is given though it cannot be written`() async throws {
        let recorder = try recorder(ScriptedOutbound { _ in .success(OutboundResponse(status: 200)) })
        try FileManager.default.removeItem(at: folder)
        let request = OutboundRequest(method: "GET", url: "http://127.0.0.1:1/")
        #expect(try await recorder.exchange(request).status == 200)
    }

    @Test(arguments: [
        ("{", "is not JSON"), (#"{"version": 2}"#, "is not version 1"),
        (#"{"version": 1}"#, "has no request"),
        (
            #"{"version":1,"request":{"method":"GET","url":"u","body":""}}"#,
            "has neither a response nor a failure"
        ),
        (
            #"{"version":1,"request":{"method":"GET","url":"u","bodyBase64":"%"}}"#,
            "has neither body nor bodyBase64"
        ),
    ])
    func `a file that holds no exchange is named`(text: String, reason: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: "000001-a-b.json"), atomically: true, encoding: .utf8)
        try "no exchange".write(to: folder.appending(path: "README.json"), atomically: true, encoding: .utf8)
        do {
            _ = try replay()
            Issue.record("it was read")
        } catch EgressError.recording(let path, let told) {
            #expect(path.hasSuffix("000001-a-b.json") && told.contains(reason))
        }
    }

    @Test func `a folder that is not there cannot be replayed`() {
        #expect(throws: EgressError.recording(path: folder.path, reason: "No such file or directory")) {
            try self.replay()
        }
    }

    private func mode(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private func result(of request: OutboundRequest, _ outbound: any Outbound) async -> ExchangeResult {
        do throws(OutboundError) {
            return .success(try await outbound.exchange(request))
        } catch {
            return .failure(error)
        }
    }
}
