// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A request that was checked: what libcurl gets, byte for byte.
struct TransferCall: Sendable {
    let method: String
    let url: EgressURL
    let headers: [String]
    let body: [UInt8]
    let timeout: Duration
    let connectTimeout: Duration
    let firstByteTimeout: Duration
    let maximumResponseBytes: Int
    let cutsLongAnswer: Bool
    let limits: EgressLimits
    /// What it goes through, if not straight to its host.
    let proxy: EgressProxy?

    /// Whom it connects to.
    var peer: (host: EgressURL.Host, port: Int) {
        proxy.map { ($0.host, $0.endpoint.port) } ?? (url.host, url.endpoint.port)
    }

    /// Checks a request, all but the addresses that its URL's host may lead to.
    init(
        _ request: OutboundRequest, rules: EgressRules, limits: EgressLimits
    ) throws(OutboundError) {
        guard !request.method.isEmpty, request.method.utf8.allSatisfy(Self.isTokenCharacter) else {
            throw .invalidURL(reason: "the method is not a token")
        }
        method = request.method
        url = try Self.url(request.url, rules: rules)
        headers = try Self.lines(of: request.headers, userAgent: rules.userAgent)
        body = request.body
        timeout = max(request.timeout, .milliseconds(1))
        connectTimeout = min(limits.connectTime, timeout)
        firstByteTimeout = min(request.firstByteTimeout ?? limits.firstByteTime, timeout)
        maximumResponseBytes = max(request.maximumResponseBytes, 0)
        cutsLongAnswer = request.cutsLongAnswer
        self.limits = limits
        proxy = rules.proxy.flatMap { [url] in $0.leads(to: url) ? $0 : nil }
    }

    private static func url(_ text: String, rules: EgressRules) throws(OutboundError) -> EgressURL {
        let url: EgressURL
        do throws(EgressURL.Fault) {
            url = try EgressURL(text)
        } catch {
            throw .invalidURL(reason: "the URL \(error.reason)")
        }
        if let reason = rules.refusal(of: url) { throw .forbidden(reason: "the URL \(reason)") }
        return url
    }

    private static func lines(
        of headers: [(name: String, value: String)], userAgent: String?
    ) throws(OutboundError) -> [String] {
        var lines: [String] = []
        var names: Set<String> = []
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenCharacter) else {
                throw .invalidURL(reason: "a header's name is not a token")
            }
            guard !value.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw .invalidURL(reason: "the value of \(name) has a line end")
            }
            names.insert(name.lowercased())
            // To libcurl "Name:" means no such header, and "Name;" one without a value.
            lines.append(value.isEmpty ? name + ";" : "\(name): \(value)")
        }
        // What libcurl would add of its own: a wait of a second before a large body, and the type of a form.
        lines.append("Expect:")
        if !names.contains("content-type") { lines.append("Content-Type:") }
        if let userAgent, !names.contains("user-agent") { lines.append("User-Agent: \(userAgent)") }
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
