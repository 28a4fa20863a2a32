// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import GatewayCore
import Glibc
import Logging
import ServiceLifecycle
import Testing

@testable import dragoman

@Suite struct AdministrationTests {
    /// What `body` gives beside a service that echoes requests, on a folder of its own.
    private func serving<Value: Sendable>(
        name: String = "data", _ body: @escaping @Sendable (_ folder: String) throws -> Value
    ) async throws -> Value {
        let parent = "/tmp/dragoman-tests-\(UInt64.random(in: 0 ... .max))"
        let folder = parent + "/" + name
        try DataFolder(folder).make()
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let service = AdministrationService(
            folder: folder,
            carryOut: { request throws(AdministrationError) in
                if case .revokeKey(let key, _) = request { throw AdministrationError("no key \(key)") }
                return request.json
            }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let group = ServiceGroup(
            configuration: .init(
                services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let value = try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            // The file is there a moment before anybody listens.
            while true {
                guard let probe = try? AdministrationSocket.connect(in: folder) else {
                    // Without an end of its own: hundreds of tests beside it may take their time.
                    try await Task.sleep(for: .milliseconds(2))
                    continue
                }
                close(probe)
                break
            }
            // Callers block, and a thread of the shared pool must not: the service needs it to answer them.
            let value = try await onThread { try body(folder) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
        #expect(access(AdministrationSocket.path(in: folder), F_OK) != 0, "the socket is removed at the end")
        return value
    }

    /// A connection on which nothing is waited for longer than `seconds`.
    private func connection(to folder: String, seconds: Int = 10) throws -> Int32 {
        let descriptor = try #require(try AdministrationSocket.connect(in: folder))
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    /// What arrives until the other side hangs up; `nil` when it does not.
    private func rest(of descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            // A connection that is closed while it still had input to read is reset.
            if count == 0 || (count < 0 && errno == ECONNRESET) {
                return String(decoding: bytes, as: UTF8.self)
            }
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }

    @Test(arguments: [
        AdministrationRequest.status, .createKey(["name": "ci \"x\""], organization: nil),
        .listKeys(organization: "Shop"), .plugins,
        .reloadPlugin(provider: "a"),
        .providers, .resetProvider("a"),
        .coverage(engine: nil),
        .coverage(engine: "eng_1"), .backUp(path: "/tmp/x"),
    ])
    func `a request reaches the gateway as it was made`(request: AdministrationRequest) async throws {
        #expect(try AdministrationRequest(request.json) == request)
        let answer = try await serving { try AdministrationClient.ask(request, in: $0) }
        #expect(answer == request.json)
    }

    @Test func `an error comes back in words`() async throws {
        await #expect(throws: AdministrationError("no key x")) {
            try await serving { try AdministrationClient.ask(.revokeKey("x", organization: nil), in: $0) }
        }
    }

    @Test func `without a gateway nobody answers`() throws {
        #expect(try AdministrationClient.ask(.status, in: "/nowhere") == nil)
    }

    @Test func `only the owner may use the socket`() async throws {
        let mode = try await serving { folder in
            var info = stat()
            stat(AdministrationSocket.path(in: folder), &info)
            return info.st_mode & 0o777
        }
        #expect(mode == 0o600)
    }

    @Test func `a folder's path may be longer than an address`() async throws {
        let answer = try await serving(name: String(repeating: "long", count: 50)) {
            try AdministrationClient.ask(.status, in: $0)
        }
        #expect(answer != nil)
    }

    @Test func `the socket of a dead gateway is replaced`() throws {
        let folder = "/tmp/dragoman-tests-\(UInt64.random(in: 0 ... .max))"
        try DataFolder(folder).make()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        close(try AdministrationSocket.listen(in: folder))
        #expect(try AdministrationClient.ask(.status, in: folder) == nil)
        close(try AdministrationSocket.listen(in: folder))
    }

    @Test(arguments: [
        "", "{", "[]", "{\"do\":\"dance\"}", "{\"do\":\"keys.create\"}",
        "{\"do\":\"keys.create\",\"name\":\"\"}",
    ])
    func `a request that makes no sense gets an error`(line: String) async throws {
        let answer = try await serving { folder in
            let descriptor = try connection(to: folder)
            defer { close(descriptor) }
            send(descriptor, line + "\n", line.utf8.count + 1, 0)
            return rest(of: descriptor)
        }
        #expect(answer?.hasPrefix(#"{"error":""#) == true)
    }

    @Test func `a request without end is cut off`() async throws {
        let answer = try await serving { folder in
            // Less than the time limit, which would cut it off too.
            let descriptor = try connection(to: folder, seconds: 3)
            defer { close(descriptor) }
            let bytes = [UInt8](
                repeating: UInt8(ascii: "x"), count: AdministrationConnection.requestLimit + 8192)
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            return rest(of: descriptor)
        }
        #expect(answer == "")
    }

    @Test func `a silent caller is hung up on, and holds up nobody`() async throws {
        let (answer, silence) = try await serving { folder in
            let silent = try connection(to: folder)
            defer { close(silent) }
            return (try AdministrationClient.ask(.status, in: folder), rest(of: silent))
        }
        #expect(answer != nil)
        #expect(silence == "", "hung up within the time limit")
    }

    @Test func `many callers are answered side by side`() async throws {
        let answers = try await serving { folder in
            try (0..<50).flatMap { _ in
                let several = try (0..<20).map { _ in try connection(to: folder) }
                defer { several.forEach { close($0) } }
                for descriptor in several { send(descriptor, "{\"do\":\"status\"}\n", 16, 0) }
                return several.map { rest(of: $0) }
            }
        }
        #expect(answers.count == 1000)
        #expect(answers.allSatisfy { $0 == "{\"result\":{\"do\":\"status\"}}\n" })
    }
}
