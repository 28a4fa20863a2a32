// SPDX-License-Identifier: Apache-2.0

/// What may be reached from the gateway for one purpose.
///
/// Public addresses may. Loopback, private, link-local and other special addresses may not, whatever name leads to
/// them, unless the operator listed them.
public struct EgressRules: Sendable, Hashable {
    /// A host and port, as a URL names them.
    public struct Endpoint: Sendable, Hashable {
        /// A name in lower case, or an address in its usual form.
        public let host: String
        /// A port.
        public let port: Int

        /// Names an endpoint. An address of version 6 may stand in brackets.
        public init(host: String, port: Int) {
            let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
            let bare = isBracketed ? String(host.dropFirst().dropLast()) : host
            self.host = NetworkAddress(bare)?.description ?? bare.lowercased()
            self.port = port
        }

        /// The endpoint of a URL, or `nil` when that is none.
        public init?(url: String) {
            do throws(EgressURL.Fault) {
                self = try EgressURL(url).endpoint
            } catch {
                return nil
            }
        }
    }

    /// Endpoints that may be reached at any address, such as a provider's base URL.
    public var allowed: Set<Endpoint>
    /// Networks whose addresses may be reached at any port.
    public var networks: [AddressRange]
    /// Whether every endpoint of this machine may be reached, for development.
    public var allowLoopback: Bool
    /// Whether `http` is refused; but to this machine, where ``allowLoopback`` opens that.
    public var requiresTLS: Bool
    /// A file of PEM certificates that are trusted beside the system's, or `nil`.
    public var caFile: String?
    /// What public hosts are reached through, or `nil`.
    public var proxy: EgressProxy?
    /// What requests say they come from, unless they say it themselves; `nil` says nothing.
    public var userAgent: String?

    /// Makes rules.
    public init(
        allowed: Set<Endpoint> = [], networks: [AddressRange] = [], allowLoopback: Bool = false,
        requiresTLS: Bool = false, caFile: String? = nil, proxy: EgressProxy? = nil, userAgent: String? = nil
    ) {
        self.allowed = allowed
        self.networks = networks
        self.allowLoopback = allowLoopback
        self.requiresTLS = requiresTLS
        self.caFile = caFile
        self.proxy = proxy
        self.userAgent = userAgent
    }

    /// Why a URL may not be used, in words that follow its name, or `nil`: what can be said before its host's
    /// addresses are known.
    func refusal(of url: EgressURL) -> String? {
        switch url.host {
        case .address(let address): return refusal(of: url, leadingTo: address)
        case .name where url.namesThisMachine:
            let reasons = NetworkAddress.thisMachine.map { refusal(of: url, leadingTo: $0) }
            return reasons.contains(nil) ? nil : reasons[0]
        case .name: return requiresTLS && !url.isEncrypted ? Self.withoutTLS : nil
        }
    }

    /// Why a URL whose host has this address may not be used, in words that follow its name, or `nil`.
    func refusal(of url: EgressURL, leadingTo address: NetworkAddress) -> String? {
        let reach = address.reach
        if requiresTLS, !url.isEncrypted, !(allowLoopback && reach == .loopback) { return Self.withoutTLS }
        if allowed.contains(url.endpoint) || networks.contains(where: { $0.contains(address) }) { return nil }
        switch reach {
        case .global: return nil
        case .loopback where allowLoopback: return nil
        case .loopback: return "leads to \(address): the address belongs to this machine"
        case .special: return "leads to \(address): the address is private or reserved"
        }
    }

    private static let withoutTLS = "must begin with https://"
}
