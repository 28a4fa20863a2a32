// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

extension InboundRequest {
    /// The body as JSON.
    ///
    /// Refused are other media types, other encodings and what RFC 8259 does not allow.
    func json() throws(RequestError) -> JSONValue {
        try checkMediaType()
        guard body.readableBytes > 0 else {
            throw .invalid(field: "", reason: "the body is empty; it must be a JSON object")
        }
        let result = body.withUnsafeReadableBytes { bytes in
            Result { () throws(JSONError) in try JSONValue(parsing: bytes) }
                .mapError { error in
                    let (line, column) = Self.position(of: error.offset, in: bytes)
                    let place = "line \(line), column \(column) (byte \(error.offset))"
                    return RequestError.invalid(
                        field: "", reason: "the body is not valid JSON: \(error.reason), at \(place)")
                }
        }
        return try result.get()
    }

    /// JSON, and what a command such as `curl -d` calls any body that it is not told about.
    private static let readable: Set<String> = [
        "application/json", "application/x-www-form-urlencoded", "text/plain",
    ]

    private func checkMediaType() throws(RequestError) {
        if let coding = head.headers.first(name: "content-encoding"), coding.lowercased() != "identity" {
            throw .invalid(field: "Content-Encoding", reason: "must be absent: send the body as it is")
        }
        guard let field = head.headers.first(name: "content-type"), field != "application/json" else {
            return
        }
        let parts = field.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
        guard let type = parts.first, Self.readable.contains(type) || type.hasSuffix("+json") else {
            throw .invalid(
                field: "Content-Type", reason: "must be application/json, not \"\(field.prefix(60))\"")
        }
        for parameter in parts.dropFirst() where parameter.hasPrefix("charset=") {
            guard parameter == "charset=utf-8" || parameter == "charset=utf8" else {
                throw .invalid(field: "Content-Type", reason: "must name no charset but utf-8")
            }
        }
    }

    /// Line and column, both from 1; a column is a byte.
    private static func position(
        of offset: Int, in bytes: UnsafeRawBufferPointer
    ) -> (line: Int, column: Int) {
        let before = bytes.prefix(offset)
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return (line, offset - start + 1)
    }
}
