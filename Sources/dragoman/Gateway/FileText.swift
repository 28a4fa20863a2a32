// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A small file, read or written whole.
enum FileText {
    /// The text of a file in UTF-8, at most 4 MiB.
    static func read(_ path: String) throws(AdministrationError) -> String {
        guard let text = String(validating: try bytes(path, limit: 4 << 20), as: UTF8.self) else {
            throw AdministrationError("\(path) is not UTF-8")
        }
        return text
    }

    /// A file's bytes, at most `limit`.
    static func bytes(_ path: String, limit: Int) throws(AdministrationError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw AdministrationError("\(path) is longer than \(limit >> 20) MiB")
            }
        }
        return bytes
    }

    /// Writes a file that is not there yet.
    static func create(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws(AdministrationError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path, "write") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path, "write") }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String, _ deed: String = "read") -> AdministrationError {
        AdministrationError("cannot \(deed) \(path): \(String(cString: strerror(errno)))")
    }
}
