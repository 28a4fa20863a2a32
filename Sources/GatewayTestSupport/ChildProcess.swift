// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// Another program.
///
/// Foundation's `Process` copies whole entries of `/dev/fd` from where `readdir` has them, and now and then past the end
/// of it, which is the end of a test process with many open files.
public final class ChildProcess: Sendable {
    /// How a program ended.
    public enum End: Sendable, Equatable {
        /// By itself, with a status.
        case status(Int32)
        /// By a signal.
        case signal(Int32)
    }

    /// Where what a program prints goes.
    public enum Destination: Sendable {
        /// Nowhere.
        case null
        /// To whoever reads it here.
        case pipe
    }

    /// A program that does not start, or did not end well.
    public struct Fault: Error, CustomStringConvertible {
        /// What is wrong, in words.
        public let description: String
        /// Says what is wrong.
        public init(description: String) { self.description = description }
    }

    /// Held while a program starts, so that it gets no end of another one's pipes.
    private static let starting = Locked(())

    private let pid: pid_t
    private let end = Locked<End?>(nil)
    private let waiting = Locked(())
    private let output: Int32
    private let error: Int32

    /// Starts a program that is found as a shell would, with an environment of its own or this process's one.
    public init(
        _ arguments: [String], environment: [String: String]? = nil, output: Destination = .pipe,
        error: Destination = .null
    ) throws(Fault) {
        let started = try Self.starting.withLock { _ throws(Fault) in
            try Self.start(arguments, environment, output, error)
        }
        (pid, self.output, self.error) = (started.pid, started.output, started.error)
    }

    private static func start(
        _ arguments: [String], _ environment: [String: String]?, _ output: Destination, _ error: Destination
    ) throws(Fault) -> (pid: pid_t, output: Int32, error: Int32) {
        let out = try open(output)
        let err = try open(error)
        defer {
            close(out.write)
            close(err.write)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out.write, 1)
        posix_spawn_file_actions_adddup2(&actions, err.write, 2)
        // Which signals the threads of tests block is none of its business.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var list = arguments.map { strdup($0) } + [nil]
        var variables = environment?.map { strdup("\($0.key)=\($0.value)") }
        variables?.append(nil)
        defer { for text in list + (variables ?? []) { free(text) } }
        var pid = pid_t()
        let code =
            variables == nil
            ? posix_spawnp(&pid, arguments[0], &actions, &attributes, &list, environ)
            : posix_spawnp(&pid, arguments[0], &actions, &attributes, &list, variables)
        guard code == 0 else {
            if out.read >= 0 { close(out.read) }
            if err.read >= 0 { close(err.read) }
            throw Fault(description: "\(arguments[0]) does not start: \(String(cString: strerror(code)))")
        }
        return (pid, out.read, err.read)
    }

    deinit {
        signal(SIGKILL)
        _ = wait()
        if output >= 0 { close(output) }
        if error >= 0 { close(error) }
    }

    /// Runs a program to its end, and wants it to end well.
    public static func run(_ arguments: [String]) throws(Fault) {
        let end = try ChildProcess(arguments, output: .null).wait()
        guard end == .status(0) else {
            throw Fault(description: "\(arguments.joined(separator: " ")) ended with \(end)")
        }
    }

    /// The next bytes that it prints, empty when there will be none.
    public func nextOutput() -> [UInt8] { Self.next(output) }

    /// All it still prints, to its end.
    public func restOfOutput() -> [UInt8] { Self.rest(output) }

    /// All it prints to its standard error, to its end.
    public func restOfError() -> [UInt8] { Self.rest(error) }

    /// Sends a signal, if it has not ended.
    public func signal(_ number: Int32) {
        end.withLock { if $0 == nil { kill(pid, number) } }
    }

    /// Waits for its end.
    @discardableResult
    public func wait() -> End {
        waiting.withLock { _ in
            if let end = end.withLock({ $0 }) { return end }
            // Left unreaped until the end is known, so that no signal reaches another process of the same number.
            var info = siginfo_t()
            while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            return end.withLock { end in
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                let number = status & 0x7F
                let known: End = number == 0 ? .status(status >> 8 & 0xFF) : .signal(number)
                end = known
                return known
            }
        }
    }

    private static func open(_ destination: Destination) throws(Fault) -> (read: Int32, write: Int32) {
        switch destination {
        case .null:
            let null = Glibc.open("/dev/null", O_WRONLY | O_CLOEXEC)
            guard null >= 0 else { throw Fault(description: "no /dev/null") }
            return (-1, null)
        case .pipe:
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Fault(description: "no pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
    }

    private static func next(_ file: Int32) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 65_536)
        while file >= 0 {
            let count = Glibc.read(file, &block, block.count)
            if count < 0, errno == EINTR { continue }
            return Array(block.prefix(max(0, count)))
        }
        return []
    }

    private static func rest(_ file: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        while case let more = next(file), !more.isEmpty { bytes += more }
        return bytes
    }
}
