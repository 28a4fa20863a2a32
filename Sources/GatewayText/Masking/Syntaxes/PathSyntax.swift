// SPDX-License-Identifier: Apache-2.0

/// Paths and names of files: `/etc/fstab`, `~/.config`, `../a/b.c`, `C:\Windows`, `\\server\share`, `readme.txt`.
///
/// `and/or`, `km/h`, `1/2` and `he/she/they` are prose.
enum PathSyntax {
    private static let longest = 1024
    /// Bytes of a name before a slash or dot; a longer one is none.
    private static let longestPart = 128

    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isWord || byte.isAny(of: "-+@~") || byte == UInt8(ascii: ".")
    }

    /// A path around its first slash.
    static func slashed(_ text: Span<UInt8>, at slash: Int, floor: Int) -> ProtectedMatch? {
        let start = text.start(before: slash, floor: Swift.max(floor, slash - longestPart)) { isPart($0) }
        guard slash - start < longestPart, start == 0 || isBorder(text[start - 1]) else { return nil }
        var index = slash
        var slashes = 0
        while text.at(index) == UInt8(ascii: "/"), index - slash <= longest {
            let next = text.end(from: index + 1, within: slash + longest) { isPart($0) }
            // A template may stand for a part.
            if next == index + 1, text.at(next) == UInt8(ascii: "{"),
                let match = BraceSyntax.match(text, at: next, floor: next)
            {
                index = text.end(from: match.range.upperBound) { isPart($0) }
                slashes += 1
                continue
            }
            slashes += next > index + 1 ? 1 : 0
            let isLast = text.at(next) != UInt8(ascii: "/")
            index = next
            if isLast { break }
            if next == slash + 1 { return nil }
        }
        while index > slash + 1, text[index - 1] == UInt8(ascii: ".") { index -= 1 }
        guard slashes > 0, !(text.at(index)?.isWide ?? false) else { return nil }
        let head = text.string(start..<slash)
        let isRooted = head.isEmpty && slashes >= 2 || head == "~" || head == "." || head == ".."
        let last = lastPart(text, start..<index)
        let isKnownRoot = head.isEmpty && roots.contains(text.string((slash + 1)..<index))
        guard isRooted || isKnownRoot || hasExtension(text, last) else { return nil }
        return ProtectedMatch(range: start..<index, syntax: .path)
    }

    private static func lastPart(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let start = text.start(before: range.upperBound, floor: range.lowerBound) { $0 != UInt8(ascii: "/") }
        return start..<range.upperBound
    }

    private static let roots: Set<String> = [
        "bin", "boot", "dev", "etc", "home", "lib", "media", "mnt", "opt", "proc", "root", "run", "sbin",
        "srv", "sys",
        "tmp", "usr", "var",
    ]

    /// A path of Windows behind its drive.
    static func drive(_ text: Span<UInt8>, at colon: Int, floor: Int) -> ProtectedMatch? {
        guard text.at(colon + 1) == UInt8(ascii: "\\"), colon > floor, text[colon - 1].isLetter,
            colon - 1 == 0 || isBorder(text[colon - 2])
        else { return nil }
        let end = windowsEnd(text, from: colon + 1)
        return ProtectedMatch(range: (colon - 1)..<end, syntax: .path)
    }

    /// A share of Windows.
    static func share(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard text.holds("\\\\", at: start), text.at(start + 2)?.isWord == true,
            start == 0 || isBorder(text[start - 1])
        else { return nil }
        let server = text.end(from: start + 2) { isPart($0) }
        guard text.at(server) == UInt8(ascii: "\\"), text.at(server + 1)?.isWord == true else { return nil }
        return ProtectedMatch(range: start..<windowsEnd(text, from: server), syntax: .path)
    }

    private static func windowsEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = text.end(from: start) { isPart($0) || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "%") }
        while end > start + 1, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return end
    }

    /// A bare name of a file around a dot: one with an extension that is known.
    static func file(_ text: Span<UInt8>, at dot: Int, floor: Int) -> ProtectedMatch? {
        let start = text.start(before: dot, floor: Swift.max(floor, dot - longestPart)) { isPart($0) }
        guard start < dot, dot - start < longestPart, start == 0 || isBorder(text[start - 1]) else {
            return nil
        }
        let end = text.end(from: dot + 1, within: dot + longestPart) { $0.isWord }
        guard hasExtension(text, start..<end),
            end == text.count || !(isPart(text[end]) && isPart(text.at(end + 1) ?? 0x20)),
            !(text.at(end)?.isWide ?? false), text.at(end) != UInt8(ascii: "/")
        else { return nil }
        return ProtectedMatch(range: start..<end, syntax: .path)
    }

    private static func hasExtension(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
        let start = text.start(before: name.upperBound, floor: name.lowerBound) { $0 != UInt8(ascii: ".") }
        guard start > name.lowerBound + 1, (1...8).contains(name.upperBound - start) else { return false }
        return extensions.contains(text.string(start..<name.upperBound).lowercased())
    }

    private static let extensions: Set<String> = [
        "7z", "aac", "apk", "avi", "bak", "bat", "bin", "bmp", "bz2", "c", "cc", "cfg", "conf", "cpp", "cs",
        "css",
        "csv", "dat", "db", "deb", "dll", "dmg", "doc", "docx", "env", "eps", "epub", "exe", "flac", "gif",
        "go", "gz",
        "h", "hpp", "html", "htm", "ico", "ics", "ini", "ipa", "iso", "jar", "java", "jpeg", "jpg", "js",
        "json",
        "jsx", "kt", "log", "lua", "m4a", "md", "mkv", "mo", "mov", "mp3", "mp4", "mpeg", "mpg", "odp", "ods",
        "odt",
        "ogg", "otf", "pdf", "php", "pl", "plist", "png", "po", "pot", "ppt", "pptx", "ps1", "psd", "py",
        "rar", "rb",
        "rpm", "rs", "rst", "rtf", "sh", "so", "sql", "srt", "svg", "swift", "tar", "tbx", "tex", "tgz",
        "tif",
        "tiff", "tmx", "toml", "ts", "tsv", "tsx", "ttf", "txt", "vcf", "vue", "wasm", "wav", "webm", "webp",
        "woff",
        "xhtml", "xliff", "xlf", "xls", "xlsx", "xml", "xsl", "xz", "yaml", "yml", "zip", "zst",
    ]

    private static func isBorder(_ byte: UInt8) -> Bool {
        byte.isSpace || byte.isAny(of: "\"'`([{<=,;:|") || byte.isWide
    }
}
