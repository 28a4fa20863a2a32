// SPDX-License-Identifier: Apache-2.0
import CCurl
import GatewayCore

/// A request that was checked: what libcurl gets, byte for byte.
struct TransferCall: Sendable {
    let method: String
    let url: String
    let endpoint: EgressRules.Endpoint
    let headers: [String]
    let body: [UInt8]
    let timeout: Duration
    let connectTimeout: Duration
    let maximumResponseBytes: Int
    let maximumHeaderBytes: Int

    /// Checks a request.
    init(_ request: OutboundRequest, limits: EgressLimits) throws(OutboundError) {
        guard !request.method.isEmpty, request.method.utf8.allSatisfy(Self.isTokenCharacter) else {
            throw .invalidURL(reason: "the method is not a token")
        }
        method = request.method
        endpoint = try Self.endpoint(of: request.url)
        url = request.url
        headers = try Self.lines(of: request.headers)
        body = request.body
        timeout = max(request.timeout, .milliseconds(1))
        connectTimeout = min(limits.connectTime, timeout)
        maximumResponseBytes = request.maximumResponseBytes
        maximumHeaderBytes = limits.headerBytes
    }

    /// Host and port of a URL, read by libcurl itself: a parser of our own might read it differently from the one
    /// that connects.
    private static func endpoint(of url: String) throws(OutboundError) -> EgressRules.Endpoint {
        guard !url.utf8.contains(0), let handle = curl_url() else {
            throw .invalidURL(reason: "it holds a NUL")
        }
        defer { curl_url_cleanup(handle) }
        let code = curl_url_set(handle, CURLUPART_URL, url, 0)
        guard code == CURLUE_OK else {
            throw .invalidURL(reason: String(cString: curl_url_strerror(code)))
        }
        guard let scheme = part(CURLUPART_SCHEME, of: handle), scheme == "http" || scheme == "https" else {
            throw .invalidURL(reason: "only http and https go out")
        }
        guard part(CURLUPART_USER, of: handle) == nil, part(CURLUPART_PASSWORD, of: handle) == nil else {
            throw .invalidURL(reason: "it holds credentials")
        }
        guard let host = part(CURLUPART_HOST, of: handle), !host.isEmpty,
            let port = part(CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) }
            )
        else { throw .invalidURL(reason: "it has no host") }
        return EgressRules.Endpoint(host: host, port: port)
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    private static func lines(
        of headers: [(name: String, value: String)]
    ) throws(OutboundError) -> [String] {
        var lines: [String] = []
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenCharacter) else {
                throw .invalidURL(reason: "a header's name is not a token")
            }
            guard !value.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw .invalidURL(reason: "the value of \(name) has a line end")
            }
            // To libcurl "Name:" means no such header, and "Name;" one without a value.
            lines.append(value.isEmpty ? name + ";" : "\(name): \(value)")
        }
        // What libcurl would add of its own: a wait of a second before a large body, and the type of a form.
        lines.append("Expect:")
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        return lines
    }

    /// RFC 9110, section 5.6.2.
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
