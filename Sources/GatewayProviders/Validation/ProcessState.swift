// SPDX-License-Identifier: Apache-2.0
import CLinux
import Glibc

/// What a plugin must leave in a process as it found it.
struct ProcessState: Equatable {
    var folder: String
    var umask: mode_t
    var locale: String
    var signals: [Int32: Int]
    var blockedSignals: [Int32]
    var environment: Set<String>

    /// As it is now.
    static var current: ProcessState {
        let mask = Glibc.umask(0)
        Glibc.umask(mask)
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let folder = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? ""
        var variables: Set<String> = []
        var place = environ
        while let variable = place.pointee {
            variables.insert(String(cString: variable))
            place += 1
        }
        return ProcessState(
            folder: folder, umask: mask,
            locale: setlocale(LC_ALL, nil).map { String(cString: $0) } ?? "",
            signals: handlers, blockedSignals: blocked, environment: variables)
    }

    private static var handlers: [Int32: Int] {
        var handlers: [Int32: Int] = [:]
        for signal in Int32(1)...31 where signal != SIGKILL && signal != SIGSTOP {
            var action = sigaction()
            guard sigaction(signal, nil, &action) == 0 else { continue }
            handlers[signal] = withUnsafeBytes(of: action) { $0.load(as: Int.self) }
        }
        return handlers
    }

    private static var blocked: [Int32] {
        var set = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &set)
        return (Int32(1)...31).filter { sigismember(&set, $0) == 1 }
    }

    /// Open file descriptors, as the links they are.
    static var descriptors: [String] {
        (File.names(in: "/proc/self/fd") ?? []).compactMap { name in
            var buffer = [CChar](repeating: 0, count: 256)
            let count = readlink("/proc/self/fd/" + name, &buffer, buffer.count)
            guard count > 0 else { return nil }
            let text = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // The folder that is read here is one of them.
            return text.hasSuffix("/fd") ? nil : text
        }
    }

    /// Sockets that lead to a network; those between processes do not.
    static var networkSockets: Int {
        (File.names(in: "/proc/self/fd") ?? []).compactMap(Int32.init).filter { descriptor in
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let code = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &length)
                }
            }
            return code == 0 && [AF_INET, AF_INET6].contains(Int32(address.ss_family))
        }.count
    }

    /// Threads of the process.
    static var threads: Int { (File.names(in: "/proc/self/task") ?? []).count }
}
