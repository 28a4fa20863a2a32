// SPDX-License-Identifier: Apache-2.0

/// What stands between the gateway and the outside: a proxy of HTTP.
///
/// Plain requests are handed to it, encrypted ones go through a tunnel (`CONNECT`; RFC 9110, section 9.3.6). Its own
/// address is the operator's word, and may be private.
public struct EgressProxy: Sendable, Hashable {
    /// What the proxy knows its users by. Shows itself nowhere.
    public struct Credentials: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
        let user: String
        let password: String

        /// Reads `user:password`; `nil` when there is no colon.
        public init?(_ text: String) {
            guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, !text.utf8.contains(0) else {
                return nil
            }
            user = String(text[..<colon])
            password = String(text[text.index(after: colon)...])
        }

        /// Says nothing.
        public var description: String { "(credentials)" }
        /// Shows nothing.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// What is reached without the proxy.
    public enum Exception: Sendable, Hashable {
        /// A name and all names below it.
        case name(String)
        /// The addresses of a network, where a URL spells one.
        case network(AddressRange)

        /// Reads a name (`internal` or `.internal`), an address, or a network; `nil` for anything else.
        public init?(_ text: String) {
            if let network = AddressRange(text) {
                self = .network(network)
            } else if let address = NetworkAddress(text),
                let network = AddressRange("\(address)/\(address.width)")
            {
                self = .network(network)
            } else {
                let name = (text.hasPrefix(".") ? String(text.dropFirst()) : text).lowercased()
                guard EgressURL.isName(name) else { return nil }
                self = .name(name)
            }
        }

        func covers(_ host: EgressURL.Host) -> Bool {
            switch (self, host) {
            case (.network(let network), .address(let address)): return network.contains(address)
            case (.name(let name), .name(let host)):
                let host = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
                return host == name || host.hasSuffix("." + name)
            default: return false
            }
        }
    }

    /// Where it is.
    public let endpoint: EgressRules.Endpoint
    /// `nil`: it asks for none.
    public var credentials: Credentials?
    /// What is reached without it, beside this machine.
    public var exceptions: [Exception]
    let host: EgressURL.Host

    /// Reads `http://host:port`; `nil` for anything else, also for one with credentials.
    public init?(url: String, credentials: Credentials? = nil, exceptions: [Exception] = []) {
        let text = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard let parsed = try? EgressURL(text), !parsed.isEncrypted,
            text.hasSuffix(":\(parsed.endpoint.port)"),
            !text.dropFirst("http://".count).contains("/")
        else { return nil }
        endpoint = parsed.endpoint
        host = parsed.host
        self.credentials = credentials
        self.exceptions = exceptions
    }

    /// As libcurl wants it.
    var url: String {
        endpoint.host.contains(":")
            ? "http://[\(endpoint.host)]:\(endpoint.port)" : "http://\(endpoint.host):\(endpoint.port)"
    }

    /// Whether a URL is reached through it. This machine never is: to a proxy its names mean the proxy's machine.
    func leads(to url: EgressURL) -> Bool {
        if url.namesThisMachine { return false }
        if case .address(let address) = url.host, address.reach == .loopback { return false }
        return !exceptions.contains { $0.covers(url.host) }
    }
}
