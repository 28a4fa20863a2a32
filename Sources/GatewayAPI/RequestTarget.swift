// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Path and query of a request line.
struct RequestTarget {
    /// The path with one slash in front and none behind, not decoded.
    let path: String
    private let query: Substring

    init(_ uri: String) {
        var rest = uri[...]
        if rest.utf8.first != UInt8(ascii: "/"), let scheme = rest.firstRange(of: "://") {
            // A proxy's form of the request line names the host too (RFC 9112, section 3.2.2).
            let authority = rest[scheme.upperBound...]
            rest = authority[(authority.firstIndex { $0 == "/" || $0 == "?" } ?? authority.endIndex)...]
        }
        let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
        query = rest[mark...].dropFirst()
        path = Self.trimmed(rest[..<mark])
    }

    /// A base that ends in a slash makes clients send two in front of a path.
    private static func trimmed(_ path: Substring) -> String {
        let slash = UInt8(ascii: "/")
        let utf8 = path.utf8
        if utf8.last != slash, utf8.dropFirst().first != slash { return String(path) }
        let inner = utf8.drop { $0 == slash }
        let end = inner.lastIndex { $0 != slash }.map { inner.index(after: $0) } ?? inner.startIndex
        return "/" + String(Substring(inner[..<end]))
    }

    /// The parameters that are known to the caller, decoded; others are ignored.
    func parameters(_ names: [String]) throws(RequestError) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decoded), names.contains(name) else { continue }
            guard let value = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
                throw .invalid(field: name, reason: "is not encoded as a URL wants it")
            }
            guard parameters.updateValue(value, forKey: name) == nil else {
                throw .invalid(field: name, reason: "stands twice")
            }
        }
        return parameters
    }

    /// A text without its percent-encoding, or `nil` when it is encoded wrongly.
    static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) || text.utf8.contains(UInt8(ascii: "+")) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexadecimal),
                    let low = rest.popFirst().flatMap(hexadecimal)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init)
    }
}
