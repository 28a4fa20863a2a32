// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// The sign that this process has a database: `<path>.lock`, locked while the object lives, with the process's
/// number in it. The file stays behind: removing it would race with the next process that opens it.
final class LockFile: Sendable {
    private let descriptor: CInt

    /// Takes the lock of a database, or throws `.locked`.
    init(path: String) throws(StoreError) {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StoreError(errno: errno, deed: "make the database's lock file") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            defer { close(descriptor) }
            guard code == EWOULDBLOCK else { throw StoreError(errno: code, deed: "lock the database") }
            throw .locked(holder: Self.holder(in: descriptor))
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            let error = StoreError(errno: errno, deed: "write the database's lock file")
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Lets the next process have the database.
    func release() { flock(descriptor, LOCK_UN) }

    private static func holder(in descriptor: CInt) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let number = Int(String(decoding: bytes.prefix(max(0, count)).filter { $0 > 32 }, as: UTF8.self))
        return number.map { "process \($0)" } ?? "another process"
    }
}
