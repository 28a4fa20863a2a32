// SPDX-License-Identifier: Apache-2.0

/// What may be reached from the gateway.
///
/// Public addresses may. Loopback, private, link-local and other special addresses may not, whatever name leads to
/// them, unless the host and port of the URL are listed: those are the operator's own, such as a provider's base URL.
public struct EgressRules: Sendable, Hashable {
    /// A host and port, as a URL names them.
    public struct Endpoint: Sendable, Hashable {
        /// A name or an address without brackets, in lower case.
        public let host: String
        /// A port.
        public let port: Int

        /// Names an endpoint.
        public init(host: String, port: Int) {
            self.host = EgressRules.folded(host)
            self.port = port
        }
    }

    /// Endpoints that may be reached at any address.
    public var allowed: Set<Endpoint>
    /// Whether every endpoint of this machine may be reached, for development.
    public var allowLoopback: Bool

    /// Makes rules.
    public init(allowed: Set<Endpoint> = [], allowLoopback: Bool = false) {
        self.allowed = allowed
        self.allowLoopback = allowLoopback
    }

    /// A host in the one form that endpoints are compared in.
    static func folded(_ host: String) -> String {
        var host = host.lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return host
    }

    /// Why a connection to an address may not be made for an endpoint, or `nil`.
    func fault(connectingTo address: NetworkAddress, for endpoint: Endpoint) -> String? {
        if allowed.contains(endpoint) { return nil }
        switch address.reach {
        case .global: return nil
        case .loopback where allowLoopback: return nil
        case .loopback: return "the address belongs to this machine"
        case .special: return "the address is private or reserved"
        }
    }
}
