// SPDX-License-Identifier: Apache-2.0
import CLinux
import Glibc

/// Bytes of the heap that are in use.
enum HeapSize {
    /// What `malloc` gave out in all its arenas and was not given back, by its own account; else resident memory.
    static var bytes: Int { fromAccount ?? resident }

    /// Bytes of memory that the process holds.
    static var resident: Int {
        let text = (try? File.contents(of: "/proc/self/statm", limit: 4_096)) ?? []
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// `malloc_info` writes XML, the totals of all arenas at its end.
    private static var fromAccount: Int? {
        typealias Account = @convention(c) (Int32, UnsafeMutablePointer<FILE>?) -> Int32
        guard let symbol = dlsym(nil, "malloc_info"), let stream = tmpfile() else { return nil }
        defer { fclose(stream) }
        guard unsafeBitCast(symbol, to: Account.self)(0, stream) == 0, fflush(stream) == 0 else { return nil }
        let length = ftell(stream)
        guard length > 0, length < 1 << 20 else { return nil }
        rewind(stream)
        var bytes = [UInt8](repeating: 0, count: length)
        guard fread(&bytes, 1, length, stream) == length else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let end = lines.lastIndex(of: "</heap>") else { return nil }
        let totals = lines[end...]
        guard let held = size(#"<system type="current""#, in: totals),
            let free = size(#"<total type="rest""#, in: totals),
            let fast = size(#"<total type="fast""#, in: totals),
            let mapped = size(#"<total type="mmap""#, in: totals)
        else { return nil }
        return held - free - fast + mapped
    }

    private static func size(_ mark: String, in lines: ArraySlice<Substring>) -> Int? {
        guard let line = lines.first(where: { $0.hasPrefix(mark) }) else { return nil }
        return line.split(separator: " ").first { $0.hasPrefix("size=") }
            .flatMap { Int($0.dropFirst(6).prefix { $0.isNumber }) }
    }
}
