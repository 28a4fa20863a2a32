// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Logging
import ServiceLifecycle
import Testing

@testable import dragoman

@Suite struct AdministrationTests {
    /// Runs `body` beside a service that echoes requests, on a folder of its own.
    private func serving(
        name: String = "data", _ body: @escaping @Sendable (_ folder: String) throws -> Void
    ) async throws {
        let folder = "/tmp/dragoman-tests-\(UInt64.random(in: 0 ... .max))/" + name
        try DataFolder(folder).make()
        let service = AdministrationService(
            folder: folder,
            carryOut: { request throws(AdministrationError) in
                if case .revokeKey(let key) = request { throw AdministrationError("no key \(key)") }
                return request.json
            }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let group = ServiceGroup(configuration: .init(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            try await until { access(AdministrationSocket.path(in: folder), F_OK) == 0 }
            try await onOwnThread { try body(folder) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(access(AdministrationSocket.path(in: folder), F_OK) != 0, "the socket is removed at the end")
    }

    /// Callers block, and a thread of the shared pool must not: the service needs it to answer them.
    private func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            startThread { continuation.resume(with: Result { try body() }) }
        }
    }

    private func until(_ isTrue: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while !isTrue() {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func connection(to folder: String) throws -> Int32 {
        let descriptor = try #require(try AdministrationSocket.connect(in: folder))
        var limit = timeval(tv_sec: 8, tv_usec: 0)
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
            if count == 0 || (count < 0 && errno == ECONNRESET) { return String(decoding: bytes, as: UTF8.self) }
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }

    @Test(arguments: [
        AdministrationRequest.status, .createKey(name: "ci \"x\""), .listKeys, .plugins, .coverage(engine: nil),
        .coverage(engine: "eng_1"), .backUp(path: "/tmp/x"),
    ])
    func `a request reaches the gateway as it was made`(request: AdministrationRequest) async throws {
        #expect(try AdministrationRequest(request.json) == request)
        try await serving { folder in
            let answer = try AdministrationClient.ask(request, in: folder)
            #expect(answer == request.json)
        }
    }

    @Test func `an error comes back in words`() async throws {
        try await serving { folder in
            #expect(throws: AdministrationError("no key x")) {
                try AdministrationClient.ask(.revokeKey("x"), in: folder)
            }
        }
    }

    @Test func `without a gateway nobody answers`() throws {
        #expect(try AdministrationClient.ask(.status, in: "/nowhere") == nil)
    }

    @Test func `only the owner may use the socket`() async throws {
        try await serving { folder in
            var info = stat()
            #expect(stat(AdministrationSocket.path(in: folder), &info) == 0)
            #expect(info.st_mode & 0o777 == 0o600)
        }
    }

    @Test func `a folder's path may be longer than an address`() async throws {
        try await serving(name: String(repeating: "long", count: 50)) { folder in
            let answer = try AdministrationClient.ask(.status, in: folder)
            #expect(answer != nil)
        }
    }

    @Test func `the socket of a dead gateway is replaced`() async throws {
        let folder = "/tmp/dragoman-tests-\(UInt64.random(in: 0 ... .max))"
        try DataFolder(folder).make()
        close(try AdministrationSocket.listen(in: folder))
        #expect(try AdministrationClient.ask(.status, in: folder) == nil)
        close(try AdministrationSocket.listen(in: folder))
    }

    @Test(arguments: ["", "{", "[]", "{\"do\":\"dance\"}", "{\"do\":\"keys.create\"}", "{\"do\":\"keys.create\",\"name\":\"\"}"])
    func `a request that makes no sense gets an error`(line: String) async throws {
        try await serving { folder in
            let descriptor = try connection(to: folder)
            defer { close(descriptor) }
            let text = line + "\n"
            #expect(send(descriptor, text, text.utf8.count, 0) == text.utf8.count)
            #expect(rest(of: descriptor)?.hasPrefix(#"{"error":""#) == true)
        }
    }

    @Test func `a request without end is cut off`() async throws {
        try await serving { folder in
            let descriptor = try connection(to: folder)
            defer { close(descriptor) }
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: AdministrationConnection.requestLimit + 8192)
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            #expect(rest(of: descriptor) == "")
        }
    }

    @Test func `a silent caller is hung up on, and holds up nobody`() async throws {
        try await serving { folder in
            let silent = try connection(to: folder)
            defer { close(silent) }
            let answer = try AdministrationClient.ask(.status, in: folder)
            #expect(answer != nil)
            #expect(rest(of: silent) == "", "hung up within the time limit")
        }
    }

    @Test func `many callers are answered side by side`() async throws {
        try await serving { folder in
            for _ in 0..<50 {
                let several = try (0..<20).map { _ in try connection(to: folder) }
                defer { several.forEach { close($0) } }
                for descriptor in several { send(descriptor, "{\"do\":\"status\"}\n", 16, 0) }
                for descriptor in several { #expect(rest(of: descriptor) == "{\"result\":{\"do\":\"status\"}}\n") }
            }
        }
    }
}
