// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The address of the administration's socket, `admin.sock` in the data folder.
enum AdministrationSocket {
    static let name = "admin.sock"

    /// Listens at a fresh socket that only its owner may use. What stood there before is removed: whoever calls
    /// this holds the database, so no other gateway is behind it.
    static func listen(in folder: String) throws(AdministrationError) -> Int32 {
        let descriptor = socket(AF_UNIX, streamSocket | closeOnExec | nonBlocking, 0)
        guard descriptor >= 0 else { throw failure("cannot make", folder) }
        unlink(path(in: folder))
        // The file gets the mode of the socket, so there is no moment in which others could connect.
        fchmod(descriptor, 0o600)
        let bound = withAddress(in: folder) { bind(descriptor, $0, $1) }
        guard bound == 0, Glibc.listen(descriptor, 16) == 0 else {
            let error = failure("cannot listen at", folder)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// A connection to the gateway that holds the folder, or `nil` when none does.
    static func connect(in folder: String) throws(AdministrationError) -> Int32? {
        let descriptor = socket(AF_UNIX, streamSocket | closeOnExec, 0)
        guard descriptor >= 0 else { throw failure("cannot make", folder) }
        let connected = withAddress(in: folder) { Glibc.connect(descriptor, $0, $1) }
        if connected == 0 { return descriptor }
        let isAbsent = [ENOENT, ENOTDIR, ECONNREFUSED].contains(errno)
        let error = failure("cannot connect to", folder)
        close(descriptor)
        if isAbsent { return nil }
        throw error
    }

    static func remove(from folder: String) { unlink(path(in: folder)) }

    static func path(in folder: String) -> String { "\(folder)/\(name)" }

    private static let streamSocket = Int32(SOCK_STREAM.rawValue)
    private static let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
    private static let nonBlocking = Int32(SOCK_NONBLOCK.rawValue)

    private static func failure(_ deed: String, _ folder: String) -> AdministrationError {
        AdministrationError("\(deed) the socket \(path(in: folder)): \(String(cString: strerror(errno)))")
    }

    /// Lends the address. It has room for 107 bytes of path only, so the folder goes in as an open descriptor.
    private static func withAddress(
        in folder: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return -1 }
        defer {
            let code = errno
            close(directory)
            errno = code
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            room.copyBytes(from: "/proc/self/fd/\(directory)/\(name)".utf8.prefix(room.count - 1))
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
