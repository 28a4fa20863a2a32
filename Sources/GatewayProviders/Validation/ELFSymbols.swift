// SPDX-License-Identifier: Apache-2.0

/// The dynamic symbols of a 64-bit little-endian ELF library.
struct ELFSymbols {
    /// Names that it exports with a strong binding, without those that every linker adds.
    ///
    /// Weak ones, such as instances of C++ templates, stay apart for a library loaded with `RTLD_LOCAL`.
    private(set) var exported: [String] = []
    /// Names that others must have.
    private(set) var needed: [String] = []

    private static let linkers: Set<String> = ["__bss_start", "_edata", "_end", "_init", "_fini"]

    /// Reads a library's bytes; `nil` when they are no such library.
    init?(_ bytes: [UInt8]) {
        let file = Bytes(bytes)
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]),
            let sections = file.integer(at: 40, bytes: 8),
            let size = file.integer(at: 58, bytes: 2), let count = file.integer(at: 60, bytes: 2)
        else { return nil }
        for index in 0..<count {
            let header = sections + index * size
            guard let type = file.integer(at: header + 4, bytes: 4) else { return nil }
            // SHT_DYNSYM; its texts are in the section that it links to.
            guard type == 11 else { continue }
            guard let start = file.integer(at: header + 24, bytes: 8),
                let length = file.integer(at: header + 32, bytes: 8),
                let link = file.integer(at: header + 40, bytes: 4),
                let texts = file.integer(at: sections + link * size + 24, bytes: 8)
            else { return nil }
            for place in stride(from: start, to: start + length, by: 24) {
                add(file, at: place, texts: texts)
            }
        }
    }

    private mutating func add(_ file: Bytes, at place: Int, texts: Int) {
        guard let name = file.integer(at: place, bytes: 4), let kind = file.integer(at: place + 4, bytes: 1),
            let section = file.integer(at: place + 6, bytes: 2), let text = file.text(at: texts + name),
            !text.isEmpty
        else { return }
        let (isStrong, isWeak) = (kind >> 4 == 1 || kind >> 4 == 10, kind >> 4 == 2)
        if section == 0 {
            if !isWeak { needed.append(text) }
        } else if isStrong, !Self.linkers.contains(text) {
            exported.append(text)
        }
    }

    /// Numbers and texts at places that may lie outside.
    private struct Bytes {
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func integer(at place: Int, bytes count: Int) -> Int? {
            guard place >= 0, place <= bytes.count - count else { return nil }
            let value = bytes[place..<place + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return value < 1 << 40 ? Int(value) : nil
        }

        func text(at place: Int) -> String? {
            guard bytes.indices.contains(place), let end = bytes[place...].firstIndex(of: 0) else {
                return nil
            }
            return String(decoding: bytes[place..<end], as: UTF8.self)
        }
    }
}
