// SPDX-License-Identifier: Apache-2.0
import CLinux
import GatewayCore
import Glibc

/// A process of this program that hosts one plugin, as the gateway's system sees it.
struct PluginProcess: Sendable {
    let id: pid_t
    /// The gateway's end of the socket to it.
    let socket: Int32

    /// Processes are started by one thread that never ends: the kernel takes its end for the gateway's.
    static let starter = WorkerThreads(count: 1)

    /// Starts `program provider-host`, with none of the gateway's files and environment but one end of a socket.
    static func start(program: String, name: String, home: String) throws(PluginFault) -> PluginProcess {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw PluginFault(reason: "no socket for its process: \(String(cString: strerror(errno)))")
        }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for file: Int32 in 0...2 { posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_RDWR, 0) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 3)
        clinux_close_from(&actions, 4)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own: what a terminal sends to the gateway's is for the gateway, which drains first.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var id = pid_t()
        let code = withStrings(["dragoman", "provider-host", "\(getpid())", name]) { arguments in
            withStrings(environment(home: home)) { environment in
                posix_spawn(&id, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else {
            close(ends[0])
            throw PluginFault(reason: "its process cannot be started: \(String(cString: strerror(code)))")
        }
        return PluginProcess(id: id, socket: ends[0])
    }

    /// Nothing of the gateway's but where the program's own libraries lie.
    private static func environment(home: String) -> [String] {
        var variables = [
            "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=\(home.isEmpty ? "/" : home)",
            // A report of a crash would be written by a helper that holds the process for seconds.
            "SWIFT_BACKTRACE=enable=no",
        ]
        if let path = getenv("LD_LIBRARY_PATH") {
            variables.append("LD_LIBRARY_PATH=\(String(cString: path))")
        }
        return variables
    }

    private static func withStrings<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            // The buffer ends in a null pointer, so it is never empty.
            guard let base = buffer.baseAddress else { preconditionFailure("an empty list of arguments") }
            return body(base)
        }
    }

    /// Ends it, with the helpers that it has started.
    func kill() {
        // Its group has its number, and none other gets that before it has been waited for.
        Glibc.kill(-id, SIGKILL)
        Glibc.kill(id, SIGKILL)
    }

    /// Waits for its end, on a thread that may wait, and ends its helpers. Its number stays its own until ``reap()``.
    func wait() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        kill()
    }

    /// Gives how it ended, and its number back to the system: nothing may be sent to it from now on.
    func reap() -> ChildEnd {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            if errno != EINTR { return ChildEnd(status: 0) }
        }
        return ChildEnd(status: status)
    }

    /// Bytes of memory that it really uses.
    var memory: Int {
        let pages = File.numbers(of: "/proc/\(id)/statm")
        return pages.count > 1 ? pages[1] * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}

/// How a process ended.
struct ChildEnd: Sendable, Equatable {
    /// As `waitpid` gives it.
    let status: Int32

    /// In words that follow "its process".
    var text: String {
        let signal = status & 0x7F
        if signal == 0 { return "ended by itself with code \((status >> 8) & 0xFF)" }
        return "was ended by signal \(signal) (\(strsignal(signal).map { String(cString: $0) } ?? "unknown"))"
    }
}
