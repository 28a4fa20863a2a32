// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import Glibc

/// A folder of recorded exchanges, a file each: `000001-host-digest.json`, in the order in which they began.
struct RecordingFolder {
    /// Of all files together, which a replay holds in memory.
    private static let maximumBytes = 1 << 30

    let path: String

    /// Makes the folder, closed to others, unless it is there, and takes it for this process alone.
    ///
    /// - Returns: what holds the folder until the process ends, and the highest number in use.
    func take() throws(EgressError) -> (lock: Int32, last: Int) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
        let lock = open(path + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw failure(path) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .recording(path: path, reason: "another gateway records into it")
        }
        return (lock, try files().last?.number ?? 0)
    }

    /// Writes an exchange as a whole or not at all. Gives why not, in the system's words.
    func write(_ exchange: RecordedExchange, number: Int) -> String? {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let digest = hexadecimal(exchange.key.digest.prefix(6))
        let name = "\(padded)-\(Self.host(of: exchange.url))-\(digest).json"
        let draft = "\(path)/.\(padded).draft"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return String(cString: strerror(errno)) }
        var bytes: [UInt8] = []
        Self.layOut(exchange.json, depth: 0, into: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        let reason = Self.write(bytes, to: file)
        close(file)
        if reason == nil, rename(draft, "\(path)/\(name)") == 0 { return nil }
        let text = reason ?? String(cString: strerror(errno))
        unlink(draft)
        return text
    }

    /// All exchanges, in the order of their numbers.
    func read() throws(EgressError) -> [RecordedExchange] {
        var exchanges: [RecordedExchange] = []
        var total = 0
        for (name, _) in try files() {
            let place = "\(path)/\(name)"
            let bytes = try contents(of: place, limit: Self.maximumBytes - total)
            total += bytes.count
            exchanges.append(try Self.exchange(bytes, of: place))
        }
        return exchanges
    }

    private static func exchange(_ bytes: [UInt8], of place: String) throws(EgressError) -> RecordedExchange {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw .recording(path: place, reason: "is not JSON: \(error.reason) at byte \(error.offset)")
        }
        do throws(RecordedExchange.Fault) {
            return try RecordedExchange(json)
        } catch {
            throw .recording(path: place, reason: error.reason)
        }
    }

    /// Files of exchanges by number; what else lies there is somebody else's.
    private func files() throws(EgressError) -> [(name: String, number: Int)] {
        guard let directory = opendir(path) else { throw failure(path) }
        defer { closedir(directory) }
        var files: [(name: String, number: Int)] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let digits = name.prefix { ("0"..."9").contains($0) }
            guard digits.count >= 6, name.dropFirst(digits.count).hasPrefix("-"), name.hasSuffix(".json"),
                let number = Int(digits)
            else { continue }
            files.append((name, number))
        }
        return files.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }

    private func contents(of place: String, limit: Int) throws(EgressError) -> [UInt8] {
        let file = open(place, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(place) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(place) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= limit else {
                throw .recording(path: path, reason: "is larger than \(Self.maximumBytes >> 20) MiB")
            }
        }
    }

    private func failure(_ place: String) -> EgressError {
        .recording(path: place, reason: String(cString: strerror(errno)))
    }

    private static func write(_ bytes: [UInt8], to file: Int32) -> String? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(cString: strerror(errno)) }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// For people, so it need be no more than like the host.
    private static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let host = rest.prefix { !"/?#".contains($0) }.prefix(100)
        let letters = host.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Writes JSON with a line for each member, so that two recordings can be compared by their lines.
    private static func layOut(_ value: JSONValue, depth: Int, into bytes: inout [UInt8]) {
        let indent = String(repeating: "  ", count: depth + 1)
        func list<Element>(
            _ elements: [Element], _ brackets: (String, String), _ body: (Element, inout [UInt8]) -> Void
        ) {
            bytes += brackets.0.utf8
            for (index, element) in elements.enumerated() {
                bytes += (index == 0 ? "\n" : ",\n").utf8
                bytes += indent.utf8
                body(element, &bytes)
            }
            if !elements.isEmpty { bytes += "\n\(indent.dropLast(2))".utf8 }
            bytes += brackets.1.utf8
        }
        switch value {
        case .object(let object) where depth < 2:
            list(object.members, ("{", "}")) { member, bytes in
                bytes += JSONValue.string(member.name).bytes
                bytes += ": ".utf8
                layOut(member.value, depth: depth + 1, into: &bytes)
            }
        case .array(let values):
            list(values, ("[", "]")) { value, bytes in layOut(value, depth: depth + 1, into: &bytes) }
        default: bytes += value.bytes
        }
    }
}
