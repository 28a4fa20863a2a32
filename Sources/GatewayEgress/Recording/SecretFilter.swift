// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Takes secrets out of what is written down: those it is told, wherever they stand and however they are escaped, and
/// what headers and parameters hold that are there for secrets.
struct SecretFilter {
    /// What stands in a secret's place.
    static let mark = "[secret]"

    private static let headers: Set<String> = [
        "authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "x-auth-key",
        "ocp-apim-subscription-key", "x-amz-security-token", "cookie", "set-cookie",
    ]
    private static let parameters: Set<String> = [
        "key", "api_key", "api-key", "apikey", "auth_key", "access_token", "subscription-key",
    ]

    /// How a secret may be spelled.
    private enum Spelling: CaseIterable {
        case plain
        /// RFC 3986, section 2.1.
        case percent
        /// The same, with a space as a plus sign.
        case form
        /// RFC 8259, section 7.
        case json
    }

    private let secrets: [[UInt8]]

    init(_ secrets: some Sequence<String>) {
        self.secrets = secrets.lazy.filter { !$0.isEmpty }.map { Array($0.utf8) }
    }

    /// A URL without secrets.
    func clean(url: String) -> String {
        let text = clean(url)
        guard let mark = text.firstIndex(of: "?") else { return text }
        let query = text[text.index(after: mark)...]
        let parts = query.split(separator: "&", omittingEmptySubsequences: false).map { part -> String in
            guard let equals = part.firstIndex(of: "="),
                Self.parameters.contains(part[..<equals].lowercased())
            else { return String(part) }
            return "\(part[...equals])\(Self.mark)"
        }
        return "\(text[...mark])\(parts.joined(separator: "&"))"
    }

    /// Headers without secrets, in their order.
    func clean(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        headers.map { name, value in
            (name, Self.headers.contains(name.lowercased()) ? Self.mark : clean(value))
        }
    }

    /// A text without the secrets it was told.
    func clean(_ text: String) -> String { String(decoding: clean(Array(text.utf8)), as: UTF8.self) }

    /// Bytes without the secrets it was told.
    func clean(_ bytes: [UInt8]) -> [UInt8] {
        if secrets.isEmpty { return bytes }
        var places: [Range<Int>] = []
        for spelling in Spelling.allCases { places += find(in: bytes, spelled: spelling) }
        if places.isEmpty { return bytes }
        var cleaned: [UInt8] = []
        var end = 0
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            // Secrets that overlap, or one found in two spellings, are one gap.
            if place.lowerBound >= end {
                cleaned += bytes[end..<place.lowerBound]
                cleaned += Self.mark.utf8
            }
            end = max(end, place.upperBound)
        }
        return cleaned + bytes[end...]
    }

    private func find(in bytes: [UInt8], spelled spelling: Spelling) -> [Range<Int>] {
        switch spelling {
        case .plain: return find(in: bytes) { $0 }
        case .percent where bytes.contains(UInt8(ascii: "%")): break
        case .form where bytes.contains(UInt8(ascii: "+")): break
        case .json where bytes.contains(UInt8(ascii: "\\")): break
        case .percent, .form, .json: return []
        }
        // Where each byte of what was meant begins in what was written.
        var (meant, starts): ([UInt8], [Int]) = ([], [])
        meant.reserveCapacity(bytes.count)
        starts.reserveCapacity(bytes.count + 1)
        var index = 0
        while index < bytes.count {
            let (unit, length) = Self.unit(of: bytes, at: index, spelled: spelling)
            meant += unit
            for _ in unit { starts.append(index) }
            index += length
        }
        starts.append(bytes.count)
        return find(in: meant) { starts[$0.lowerBound]..<starts[$0.upperBound] }
    }

    private func find(in bytes: [UInt8], _ place: (Range<Int>) -> Range<Int>) -> [Range<Int>] {
        var places: [Range<Int>] = []
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            for secret in secrets {
                var from = 0
                while bytes.count - from >= secret.count,
                    let found = memchr(base + from, Int32(secret[0]), bytes.count - from - secret.count + 1)
                {
                    let start = UnsafeRawPointer(found) - base
                    if memcmp(found, secret, secret.count) == 0 {
                        places.append(place(start..<(start + secret.count)))
                        from = start + secret.count
                    } else {
                        from = start + 1
                    }
                }
            }
        }
        return places
    }

    /// What stands at a place, and how many bytes it takes there.
    private static func unit(of bytes: [UInt8], at index: Int, spelled spelling: Spelling) -> ([UInt8], Int) {
        let rest = bytes[index...].prefix(12)
        let byte = bytes[index]
        switch spelling {
        case .percent, .form:
            if byte == UInt8(ascii: "%"), let value = number(rest.dropFirst().prefix(2), digits: 2) {
                return ([UInt8(truncatingIfNeeded: value)], 3)
            }
            return ([spelling == .form && byte == UInt8(ascii: "+") ? 32 : byte], 1)
        case .json: return escape(rest) ?? ([byte], 1)
        case .plain: return ([byte], 1)
        }
    }

    private static func escape(_ text: ArraySlice<UInt8>) -> ([UInt8], Int)? {
        guard text.first == UInt8(ascii: "\\"), let kind = text.dropFirst().first else { return nil }
        switch kind {
        case UInt8(ascii: "b"): return ([8], 2)
        case UInt8(ascii: "f"): return ([12], 2)
        case UInt8(ascii: "n"): return ([10], 2)
        case UInt8(ascii: "r"): return ([13], 2)
        case UInt8(ascii: "t"): return ([9], 2)
        case UInt8(ascii: "u"):
            guard let high = number(text.dropFirst(2).prefix(4), digits: 4) else { return nil }
            var (value, length) = (high, 6)
            if (0xD800..<0xDC00).contains(high), text.dropFirst(6).starts(with: "\\u".utf8),
                let low = number(text.dropFirst(8).prefix(4), digits: 4), (0xDC00..<0xE000).contains(low)
            {
                (value, length) = (0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), 12)
            }
            return Unicode.Scalar(value).map { (Array(String(Character($0)).utf8), length) }
        default: return ([kind], 2)
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>, digits count: Int) -> UInt32? {
        // A sign is no digit.
        guard digits.count == count, digits.first.map({ $0 > UInt8(ascii: "-") }) == true else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
