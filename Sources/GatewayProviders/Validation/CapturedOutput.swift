// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Standard output, led into a file while a plugin runs.
struct CapturedOutput {
    /// Where the result goes: what was standard output before.
    let result: Int32
    private let file: Int32

    /// Leads standard output away; `nil` when the system does not let it.
    init?() {
        result = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        var template = Array("/tmp/dragoman-check-XXXXXX".utf8CString)
        file = mkstemp(&template)
        guard result >= 0, file >= 0 else { return nil }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        guard dup2(file, STDOUT_FILENO) >= 0 else { return nil }
    }

    /// What was written so far, at most so many bytes of it.
    func text(limit: Int = 200) -> String {
        fflush(nil)
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = pread(file, &bytes, limit, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
