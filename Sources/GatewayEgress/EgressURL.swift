// SPDX-License-Identifier: Apache-2.0
import CCurl

/// A URL that can be used, whether or not it may be.
///
/// It is read by libcurl itself: a parser of our own might read it differently from the one that connects.
struct EgressURL: Sendable {
    /// Where a URL leads.
    enum Host: Sendable, Hashable {
        case address(NetworkAddress)
        /// As it is written, but for percent-encoding: at most 253 letters, digits, hyphens, dots and underscores.
        case name(String)
    }

    /// Why a text is no such URL, in words that follow its name.
    struct Fault: Error {
        let reason: String
    }

    let text: String
    /// Whether it is `https`.
    let isEncrypted: Bool
    let host: Host
    let endpoint: EgressRules.Endpoint
    /// As it goes out, without the query.
    let path: String

    /// Reads a URL.
    init(_ text: String) throws(Fault) {
        guard !text.utf8.contains(0), let handle = curl_url() else { throw Fault(reason: "holds a NUL") }
        defer { curl_url_cleanup(handle) }
        let code = curl_url_set(handle, CURLUPART_URL, text, 0)
        guard code == CURLUE_OK else {
            throw Fault(reason: "is no URL: \(String(cString: curl_url_strerror(code)))")
        }
        guard let scheme = Self.part(CURLUPART_SCHEME, of: handle), scheme == "http" || scheme == "https"
        else {
            throw Fault(reason: "is neither http nor https")
        }
        guard Self.part(CURLUPART_USER, of: handle) == nil, Self.part(CURLUPART_PASSWORD, of: handle) == nil
        else { throw Fault(reason: "holds credentials") }
        guard Self.part(CURLUPART_ZONEID, of: handle) == nil else {
            throw Fault(reason: "names a network interface")
        }
        guard let host = Self.part(CURLUPART_HOST, of: handle), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap({
                Int($0)
            })
        else { throw Fault(reason: "has no host") }
        self.text = text
        isEncrypted = scheme == "https"
        self.host = try Self.host(host)
        endpoint = EgressRules.Endpoint(host: host, port: port)
        path = Self.part(CURLUPART_PATH, of: handle) ?? "/"
    }

    /// Whether the host is a name that can only be that of this machine.
    var namesThisMachine: Bool {
        if case .name(let name) = host { Self.isThisMachine(name) } else { false }
    }

    /// Whether a name can only be that of this machine (RFC 6761, section 6.3).
    static func isThisMachine(_ name: String) -> Bool {
        let name = (name.hasSuffix(".") ? String(name.dropLast()) : name).lowercased()
        return name == "localhost" || name.hasSuffix(".localhost")
    }

    /// libcurl has made every number that it takes for an address into four decimal ones by now, and shortened
    /// what stands in brackets.
    private static func host(_ host: String) throws(Fault) -> Host {
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if let address = NetworkAddress(bare) { return .address(address) }
        guard host.utf8.allSatisfy({ $0 < 128 }) else {
            // How libcurl would translate it depends on the locale of the process.
            throw Fault(reason: "has a host beyond ASCII: write its xn-- form")
        }
        guard isName(host) else { throw Fault(reason: "has a host that is neither a name nor an address") }
        return .name(host)
    }

    /// Whether a host is a name (RFC 1123, section 2.1, and the underscore that networks of containers use).
    ///
    /// One that ends in a number is none: it is an address that somebody reads differently from somebody else
    /// (<https://url.spec.whatwg.org/#ends-in-a-number-checker>). What has a meaning in `CURLOPT_RESOLVE` (a
    /// colon, a comma, a bracket, an asterisk, a sign at the beginning) is in no name either.
    static func isName(_ host: String) -> Bool {
        let name = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, !name.hasPrefix("-"), let last = labels.last else { return false }
        let isHexadecimal = last.hasPrefix("0x") && last.dropFirst(2).allSatisfy(\.isHexDigit)
        let isNumber = isHexadecimal || last.allSatisfy(\.isNumber)
        return !isNumber && labels.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(nameCharacters.contains) }
    }

    private static let nameCharacters = Set("abcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func part(_ part: CURLUPart, of url: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
