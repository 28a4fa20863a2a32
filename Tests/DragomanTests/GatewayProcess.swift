// SPDX-License-Identifier: Apache-2.0
import Foundation
import GatewayCore
import GatewayTestSupport
import Testing

@testable import dragoman

/// The program as it is run by people: another process, on a folder of its own under `/tmp` that goes with it.
final class GatewayProcess: Sendable {
    /// How a run ended.
    struct Outcome {
        let status: Int32
        let output: String
        let error: String
    }

    let folder = "/tmp/dragoman-tests-\(UInt64.random(in: 0 ... .max))"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs a command to its end.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        let arguments = arguments + ["--data", folder]
        return try await onThread { try Running(arguments, environment: environment).outcome() }
    }

    /// Starts a gateway on a free port, lets `body` use it and ends it by SIGTERM.
    @discardableResult
    func serving(
        _ arguments: String..., environment: [String: String] = [:],
        _ body: (JSONValue) async throws -> Void
    ) async throws -> Outcome {
        let arguments =
            [
                "serve", "--ready-json", "--data", folder, "--set", "server.port=0", "--set",
                "plugins.path=/nowhere",
            ]
            + arguments
        let running = try Running(arguments, environment: environment)
        do {
            let line = await onThread { running.firstLine() }
            try await body(JSONValue(parsing: line))
        } catch {
            running.end()
            throw error
        }
        running.end()
        return await onThread { running.outcome() }
    }

    /// One run of the program, killed when it takes too long.
    private final class Running: @unchecked Sendable {
        // Sendable: each method is called by one task after the other; the watchdog only sends a signal.
        private let process: ChildProcess
        private let errorText = Locked<[UInt8]?>(nil)
        private var read = ""

        init(_ arguments: [String], environment: [String: String]) throws {
            let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let folder = executable.split(separator: "/").dropLast().joined(separator: "/")
            let process = try ChildProcess(
                ["/\(folder)/dragoman"] + arguments, environment: environment, error: .pipe)
            self.process = process
            startThread { [errorText] in
                let text = process.restOfError()
                errorText.withLock { $0 = text }
            }
            startThread { [weak process] in
                sleep(30)
                process?.signal(SIGKILL)
            }
        }

        func firstLine() -> String {
            while !read.contains("\n") {
                let bytes = process.nextOutput()
                if bytes.isEmpty { break }
                read += String(decoding: bytes, as: UTF8.self)
            }
            return String(read.prefix { $0 != "\n" })
        }

        func end() { process.signal(SIGTERM) }

        func outcome() -> Outcome {
            let rest = process.restOfOutput()
            let end = process.wait()
            // The other reader ends with the process, a moment later at most.
            var text = errorText.withLock { $0 }
            for _ in 0..<2000 where text == nil {
                usleep(1000)
                text = errorText.withLock { $0 }
            }
            let status: Int32 =
                switch end {
                case .status(let status): status
                case .signal(let number): 128 + number
                }
            return Outcome(
                status: status, output: read + String(decoding: rest, as: UTF8.self),
                error: String(decoding: text ?? [], as: UTF8.self))
        }
    }
}
