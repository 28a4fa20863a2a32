// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// The few calls on files that a database needs beside SQLite's own.
enum FileSystem {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Bytes of a file, or `nil` when it is not there.
    static func size(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Bytes that may still be written to the file system that holds a path, or `nil` when it does not say.
    static func free(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// Removes a file if it is there.
    static func remove(_ path: String) { unlink(path) }

    /// Gives a file its name, replacing what had it, and makes that durable.
    static func rename(_ path: String, to target: String) throws(StoreError) {
        guard Glibc.rename(path, target) == 0 else {
            throw StoreError(errno: errno, deed: "rename the new file")
        }
        try synchronize(directory(of: target))
    }

    /// Returns once a file's bytes, or a directory's entries, are on the disk.
    static func synchronize(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(errno: errno, deed: "open the new file") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError(errno: errno, deed: "write the new file to the disk")
        }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
