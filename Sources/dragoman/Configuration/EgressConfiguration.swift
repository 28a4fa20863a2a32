// SPDX-License-Identifier: Apache-2.0
import GatewayEgress

/// What may be reached from the gateway beside public addresses.
struct EgressConfiguration: Sendable {
    /// Something that is opened for some purposes.
    struct Allowance: Sendable, Equatable {
        enum Target: Sendable, Equatable {
            case endpoint(EgressRules.Endpoint)
            case network(AddressRange)
        }

        var target: Target
        var purposes: Set<EgressPurpose>
    }

    var allowLoopback: Bool
    var allowed: [Allowance]
    /// `nil` for the system's certificates alone.
    var caFile: String?

    init(_ reader: inout ConfigurationReader) {
        reader.section("egress", "What may be reached by HTTP; public addresses always may.")
        allowLoopback = reader.value(
            "egress.allow_loopback", .flag, default: "false",
            about: "Whether every port of this machine may be reached, by http too, for development.")
        let node = reader.structure(
            "egress.allow", default: "[]",
            allowed: "a list, each host:port for providers, or a map with `to` and `for`",
            about: "What may be reached though its address is private: `to` a host:port or a network such as "
                + "10.0.0.0/8, `for` some of provider, callback, link (provider if left out).")
        caFile = reader.value(
            "egress.ca_file", .pathOrNone, default: "\"\"",
            about: "File of PEM certificates to trust beside the system's.")
        allowed = []
        switch node.content {
        case .list(let nodes):
            allowed = nodes.enumerated().compactMap { Self.allowance($1, at: "egress.allow[\($0)]", &reader) }
        case .scalar: allowed = Self.allowance(node, at: "egress.allow", &reader).map { [$0] } ?? []
        case .empty, .map: reader.mistake("egress.allow", node, "must be a list, got \(node.excerpt)")
        }
    }

    /// The rules of a purpose. What clients name must be reached by TLS.
    func rules(for purpose: EgressPurpose) -> EgressRules {
        var rules = EgressRules(
            allowLoopback: allowLoopback, requiresTLS: purpose != .provider, caFile: caFile)
        for allowance in allowed where allowance.purposes.contains(purpose) {
            switch allowance.target {
            case .endpoint(let endpoint): rules.allowed.insert(endpoint)
            case .network(let network): rules.networks.append(network)
            }
        }
        return rules
    }

    private static func allowance(
        _ node: ConfigurationNode, at path: String, _ reader: inout ConfigurationReader
    ) -> Allowance? {
        guard node.entries != nil else {
            let endpoint = reader.scalar(node, .endpoint, at: path)
            return endpoint.map { Allowance(target: .endpoint($0), purposes: [.provider]) }
        }
        let found = reader.entries(of: node, at: path, allowed: ["to", "for"])
        let purposes = found["for"].map { Self.purposes($0, at: path + ".for", &reader) } ?? [.provider]
        guard let written = found["to"] else {
            reader.mistake(path + ".to", node, "is missing")
            return nil
        }
        let target = reader.scalar(written, .target, at: path + ".to")
        return target.map { Allowance(target: $0, purposes: purposes) }
    }

    /// A list of purposes, or a single one.
    private static func purposes(
        _ node: ConfigurationNode, at path: String, _ reader: inout ConfigurationReader
    ) -> Set<EgressPurpose> {
        let kind = ConfigurationKind<EgressPurpose>.choice(EgressPurpose.allCases)
        switch node.content {
        case .list([]):
            reader.mistake(path, node, "must name a purpose: \(kind.allowed)")
            return []
        case .list(let nodes):
            return Set(nodes.enumerated().compactMap { reader.scalar($1, kind, at: "\(path)[\($0)]") })
        case .scalar: return Set([reader.scalar(node, kind, at: path)].compactMap { $0 })
        case .empty, .map:
            reader.mistake(path, node, "must be a list, each \(kind.allowed), got \(node.excerpt)")
            return []
        }
    }
}

extension ConfigurationKind<EgressRules.Endpoint> {
    /// A host and a port; an IPv6 address stands in brackets.
    fileprivate static var endpoint: Self {
        Self(allowed: "host:port, such as llm.internal:443") { text in
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
                (1...65_535).contains(port)
            else { return nil }
            let host = text[..<colon]
            let isAddress = host.hasPrefix("[") && host.hasSuffix("]")
            guard !host.isEmpty, isAddress || !host.contains(where: { ":/@ ".contains($0) }) else {
                return nil
            }
            return EgressRules.Endpoint(host: String(host), port: port)
        }
    }
}

extension ConfigurationKind<EgressConfiguration.Allowance.Target> {
    /// An endpoint or a network.
    fileprivate static var target: Self {
        Self(allowed: "host:port, such as llm.internal:443, or a network, such as 10.0.0.0/8") { text in
            if let network = AddressRange(text) { return .network(network) }
            return ConfigurationKind<EgressRules.Endpoint>.endpoint.read(text).map { .endpoint($0) }
        }
    }
}

extension ConfigurationKind<String?> {
    /// A path, or nothing.
    fileprivate static var pathOrNone: Self {
        Self(allowed: "a path, or empty for none") { text in
            if text.isEmpty { return .some(nil) }
            return ConfigurationKind<String>.path.read(text).map { .some($0) }
        }
    }
}
