// SPDX-License-Identifier: Apache-2.0
import CLinux
import Glibc

/// What a plugin's process gives up before it opens the plugin.
///
/// It keeps a faulty plugin from harm; a hostile one can still read the files that the gateway's user can
/// (docs/plugin-abi.md, "Isolation").
enum Confinement {
    /// Gives up what no plugin needs: to outlive the gateway, and files with its memory, which holds texts.
    static func begin(parent: pid_t) {
        _ = clinux_set(PR_SET_PDEATHSIG, UInt(SIGKILL))
        // The gateway may have ended before the line above.
        if getppid() != parent { _exit(0) }
        limit(RLIMIT_CORE, to: 0)
        limit(RLIMIT_NOFILE, to: 1024)
    }

    /// Bounds memory.
    ///
    /// The gateway watches what is really used; this stops what grows faster than it looks.
    static func bound(memory: Int) {
        // Address space that is only reserved does not count here, stacks of threads do.
        let pages = File.numbers(of: "/proc/self/statm")
        let taken = pages.count > 5 ? pages[5] * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
        limit(RLIMIT_DATA, to: taken + min(memory, 1 << 40) * 2 + (512 << 20))
        // Should memory run out all the same, the kernel takes this process before the gateway.
        let file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
        if file >= 0 {
            _ = write(file, "500", 3)
            close(file)
        }
    }

    /// Gives up further rights, and has the kernel refuse calls that lead out of the process, for all its threads and for
    /// good.
    ///
    /// - Returns: false when this kernel cannot.
    static func filterCalls(mayUseNetwork: Bool) -> Bool {
        // Of this thread, and by the filter of all: without it only root may filter.
        _ = clinux_set(PR_SET_NO_NEW_PRIVS, 1)
        var program = instructions(mayUseNetwork: mayUseNetwork)
        return program.withUnsafeMutableBufferPointer { instructions in
            var program = sock_fprog(len: UInt16(instructions.count), filter: instructions.baseAddress)
            return clinux_filter_calls(&program) == 0
        }
    }

    private static func limit(_ resource: __rlimit_resource, to value: Int) {
        var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        if setrlimit(__rlimit_resource_t(resource.rawValue), &limit) != 0 {
            // A lower limit than ours is in force already.
            return
        }
    }

    // MARK: The filter

    private static let offsetOfCall: UInt32 = 0
    private static let offsetOfArchitecture: UInt32 = 4
    /// The lower half of the first argument, on little-endian machines.
    private static let offsetOfArgument: UInt32 = 16

    /// A program for the kernel: loads, comparisons that skip what follows, and answers.
    private static func instructions(mayUseNetwork: Bool) -> [sock_filter] {
        // Other processes: neither looked into nor signalled. io_uring makes sockets past any filter.
        var refused = [
            SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_getfd, SYS_pidfd_send_signal,
            SYS_tkill, SYS_io_uring_setup,
        ]
        // Without a socket there is nothing to connect; a pair of them is connected to itself.
        if !mayUseNetwork { refused.append(SYS_socket) }
        var program = [
            load(offsetOfArchitecture),
            skip(1, ifEqual: architecture),
            answer(UInt32(SECCOMP_RET_KILL_PROCESS)),
            load(offsetOfCall),
        ]
        #if arch(x86_64)
            // Calls of the x32 interface have numbers of their own.
            program += [
                sock_filter(code: UInt16(BPF_JMP | BPF_JGE | BPF_K), jt: 0, jf: 1, k: 0x4000_0000), refuse,
            ]
        #endif
        for call in refused { program += [skip(0, ifEqual: UInt32(call), else: 1), refuse] }
        // No signal goes to the gateway, nor to all there are; a plugin may end helpers of its own.
        program += [
            skip(1, ifEqual: UInt32(SYS_kill)), skip(0, ifEqual: UInt32(SYS_tgkill), else: 4),
            load(offsetOfArgument),
            skip(1, ifEqual: UInt32(bitPattern: getppid())), skip(0, ifEqual: .max, else: 1), refuse,
            answer(UInt32(SECCOMP_RET_ALLOW)),
        ]
        return program
    }

    private static var architecture: UInt32 {
        #if arch(x86_64)
            0xC000_003E  // AUDIT_ARCH_X86_64, which is too long an expression for Swift
        #else
            0xC000_00B7  // AUDIT_ARCH_AARCH64
        #endif
    }

    private static var refuse: sock_filter { answer(UInt32(SECCOMP_RET_ERRNO) | UInt32(EPERM)) }

    private static func load(_ offset: UInt32) -> sock_filter {
        sock_filter(code: UInt16(BPF_LD | BPF_W | BPF_ABS), jt: 0, jf: 0, k: offset)
    }

    private static func skip(_ count: UInt8, ifEqual value: UInt32, else other: UInt8 = 0) -> sock_filter {
        sock_filter(code: UInt16(BPF_JMP | BPF_JEQ | BPF_K), jt: count, jf: other, k: value)
    }

    private static func answer(_ value: UInt32) -> sock_filter {
        sock_filter(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: value)
    }
}
