// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a file cannot be read, in the system's words.
struct FileFault: Error {
    let reason: String
}

/// Reading files and folders.
enum File {
    /// All bytes of a file of at most `limit`.
    static func contents(of path: String, limit: Int) throws(FileFault) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileFault(reason: lastReason) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileFault(reason: lastReason) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(reason: "it is not a file") }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(reason: lastReason) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= limit else { throw FileFault(reason: "it is larger than \(limit) bytes") }
        }
    }

    /// The names in a folder, in order; `nil` when it cannot be read.
    static func names(in folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
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

    /// The whole numbers in the first line of one of the kernel's small files; none when it cannot be read.
    static func numbers(of path: String) -> [Int] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var block = [UInt8](repeating: 0, count: 256)
        let count = read(file, &block, block.count)
        return block[..<max(0, count)].prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "))
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    /// Whether there is something at a path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The one true path of something that exists: absolute, without links.
    static func truePath(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// Makes a folder that only this user enters, and those above it, unless they are there.
    static func makeFolder(_ path: String) throws(FileFault) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileFault(reason: lastReason)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileFault(reason: lastReason) }
    }

    private static var lastReason: String { String(cString: strerror(errno)) }
}
