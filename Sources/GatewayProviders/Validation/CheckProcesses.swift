// SPDX-License-Identifier: Apache-2.0
import CLinux
import GatewayCore
import Glibc

/// Runs jobs in processes of their own, a few at a time.
///
/// One thread looks after them all, so that what they write never stops them and none outlives its time.
struct CheckProcesses {
    /// How a process ended, and what it wrote.
    struct End {
        enum Cause {
            case exited(Int32)
            case signalled(Int32)
            case timedOut
            case notStarted(String)
        }

        var cause: Cause
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var milliseconds = 0
    }

    let program: [String]
    let parallel: Int

    /// How the processes of all jobs ended, in the order of the jobs. Each has so many seconds.
    func run(_ jobs: [(job: CheckJob, seconds: Int)]) -> [End] {
        var ends = [End?](repeating: nil, count: jobs.count)
        var running: [Process] = []
        var next = 0
        while next < jobs.count || !running.isEmpty {
            while running.count < max(1, parallel), next < jobs.count {
                do throws(FileFault) {
                    running.append(try Process(program, jobs[next].job, jobs[next].seconds, index: next))
                } catch {
                    ends[next] = End(cause: .notStarted(error.reason))
                }
                next += 1
            }
            Process.waitForAny(running)
            for place in running.indices.reversed() {
                guard let end = running[place].end() else { continue }
                ends[running[place].index] = end
                running.remove(at: place)
            }
        }
        return ends.map { $0 ?? End(cause: .notStarted("for an unknown reason")) }
    }

    /// One process, as long as it runs.
    private struct Process {
        let index: Int
        private let id: pid_t
        private let output: Int32
        private let errors: Int32
        private let begun = monotonicNanoseconds()
        private let limit: Int64
        private var found = End(cause: .timedOut)

        init(_ program: [String], _ job: CheckJob, _ seconds: Int, index: Int) throws(FileFault) {
            self.index = index
            limit = monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
            let output = try Self.pipe()
            defer { close(output.write) }
            let errors: (read: Int32, write: Int32)
            do throws(FileFault) {
                errors = try Self.pipe()
            } catch {
                close(output.read)
                throw error
            }
            defer { close(errors.write) }
            (self.output, self.errors) = (output.read, errors.read)
            let arguments = program + [String(decoding: job.json.bytes, as: UTF8.self)]
            do throws(FileFault) {
                id = try Self.spawn(arguments, output: output.write, errors: errors.write)
            } catch {
                close(output.read)
                close(errors.read)
                throw error
            }
        }

        private static func pipe() throws(FileFault) -> (read: Int32, write: Int32) {
            var ends: [Int32] = [0, 0]
            guard Glibc.pipe(&ends) == 0 else {
                throw FileFault(reason: String(cString: strerror(errno)))
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            return (ends[0], ends[1])
        }

        private static func spawn(
            _ arguments: [String], output: Int32, errors: Int32
        ) throws(FileFault) -> pid_t {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
            var attributes = posix_spawnattr_t()
            posix_spawnattr_init(&attributes)
            defer { posix_spawnattr_destroy(&attributes) }
            // A group of its own: what the plugin started ends with it. The thread that is here may block signals.
            var mask = sigset_t()
            sigemptyset(&mask)
            posix_spawnattr_setsigmask(&attributes, &mask)
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
            var list = arguments.map { strdup($0) } + [nil]
            defer { for argument in list { free(argument) } }
            // A crash is a result here, not something to be told about at length.
            var environment = Self.environment + [strdup("SWIFT_BACKTRACE=enable=no"), nil]
            defer { for variable in environment { free(variable) } }
            var id = pid_t()
            let code = posix_spawn(&id, arguments[0], &actions, &attributes, &list, &environment)
            guard code == 0 else { throw FileFault(reason: String(cString: strerror(code))) }
            return id
        }

        private static var environment: [UnsafeMutablePointer<CChar>?] {
            var variables: [UnsafeMutablePointer<CChar>?] = []
            var place = environ
            while let variable = place.pointee {
                if strncmp(variable, "SWIFT_BACKTRACE=", 16) != 0 { variables.append(strdup(variable)) }
                place += 1
            }
            return variables
        }

        /// Waits until one of them wrote something, or a moment.
        static func waitForAny(_ processes: [Process]) {
            var polled = processes.flatMap { process in
                [process.output, process.errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            }
            poll(&polled, nfds_t(polled.count), 5)
            // A pipe whose other end is closed is always ready, until its process is gone.
            if polled.contains(where: { $0.revents & Int16(POLLHUP) != 0 }) { usleep(1_000) }
        }

        /// How it ended, once it has; ends it when its time is over.
        mutating func end() -> End? {
            read(output, into: \.output, limit: 1 << 20)
            read(errors, into: \.errors, limit: 16_384)
            var status: Int32 = 0
            let isOver = monotonicNanoseconds() > limit
            if isOver { kill(-id, SIGKILL) }
            let waited = waitpid(id, &status, isOver ? 0 : WNOHANG)
            guard waited == id || waited < 0 && errno != EINTR else { return nil }
            kill(-id, SIGKILL)
            read(output, into: \.output, limit: 1 << 20)
            read(errors, into: \.errors, limit: 16_384)
            close(output)
            close(errors)
            if !isOver {
                found.cause = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
            }
            found.milliseconds = Int((monotonicNanoseconds() - begun) / 1_000_000)
            return found
        }

        /// Takes what there is, and keeps the last of it.
        private mutating func read(
            _ descriptor: Int32, into field: WritableKeyPath<End, [UInt8]>, limit: Int
        ) {
            var block = [UInt8](repeating: 0, count: 16_384)
            while case let count = Glibc.read(descriptor, &block, block.count), count > 0 {
                found[keyPath: field] += block[..<count]
                let excess = found[keyPath: field].count - limit
                if excess > 0 { found[keyPath: field].removeFirst(excess) }
            }
        }
    }
}
