// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayStore
import Glibc
import Logging

/// A directory of a test's own, removed with all that is in it.
final class Directory: Sendable {
    let path: String
    /// Where the test's database is.
    var database: String { path + "/gateway.db" }

    init() throws {
        var template = Array("/tmp/dragoman-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError.underlying("no directory for a test") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    /// The files in it, sorted.
    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func configuration(migrates: Bool = false, group: Int = 256) -> StoreConfiguration {
        StoreConfiguration(
            path: database, migrates: migrates, maximumGroupCommit: group,
            clock: WallClock { Timestamp(milliseconds: 1_767_605_400_000) }, logger: Logger(label: "test"))
    }
}

/// Runs a test on a fresh store.
func withStore(_ body: (any Store) async throws -> Void) async throws {
    let directory = try Directory()
    try await withStore(directory.configuration(), body)
}

/// Runs a test on a store, and closes it.
func withStore(_ configuration: StoreConfiguration, _ body: (any Store) async throws -> Void) async throws {
    let store = try await openStore(configuration)
    do {
        try await body(store)
    } catch {
        await store.close()
        throw error
    }
    await store.close()
}

/// The bytes of a file.
func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
    }
}

/// Writes a file anew.
func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
    }
}
