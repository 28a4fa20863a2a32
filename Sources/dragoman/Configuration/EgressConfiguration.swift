// SPDX-License-Identifier: Apache-2.0
import GatewayEgress
import GatewayProviders

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
    /// What becomes of what plugins send and get, beside their getting it.
    enum Recording: Sendable, Equatable {
        case none
        /// Is written into a folder.
        case record(String)
        /// Comes from a folder.
        case replay(String)
    }

    /// `nil` for the system's certificates alone.
    var caFile: String?
    var limits = EgressLimits()
    /// For an exchange of a plugin that names no time, and the most it may name.
    var timeout: Duration
    /// What providers are reached through, still without its credentials, or `nil`.
    var proxy: EgressProxy?
    /// Where the proxy's credentials are read from, or `nil`.
    var proxyCredentials: SecretSource?
    var recording = Recording.none

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
        timeout = reader.value(
            "egress.timeout", .duration(.milliseconds(100) ... .seconds(3600)), default: "10m",
            about:
                "Time for one exchange of a plugin, and the most it may ask for; it ends with its call in any case."
        )
        readLimits(&reader)
        readProxy(&reader)
        readRecording(&reader)
    }

    private mutating func readLimits(_ reader: inout ConfigurationReader) {
        limits.connectTime = reader.value(
            "egress.connect_timeout", .duration(.milliseconds(10) ... .seconds(300)), default: "10s",
            about: "Time for a connection to be made, TLS included.")
        limits.firstByteTime = reader.value(
            "egress.first_byte_timeout", .duration(.milliseconds(10) ... .seconds(3600)), default: "5m",
            about:
                "Time from a request to the beginning of its answer, where the plugin names none for the exchange."
        )
        limits.minimumSpeed = reader.value(
            "egress.minimum_speed", .integer(0...1_000_000), default: "10",
            about: "Bytes a second that an answer has to bring once it has begun; 0 takes any.")
        limits.slowTime = reader.value(
            "egress.slow_time", .duration(.milliseconds(10) ... .seconds(3600)), default: "60s",
            about: "How long an answer may be slower than that before it is given up.")
        limits.exchanges = reader.value(
            "egress.exchanges", .integer(1...65_536), default: "1024",
            about: "Exchanges under way or waiting for a connection, for plugins and for callbacks each.")
        limits.connections = reader.value(
            "egress.connections", .integer(1...65_536), default: "256",
            about: "Connections in use at once, for plugins and for callbacks each; as many are kept open.")
        limits.connectionsPerHost = reader.value(
            "egress.connections_per_host", .integer(1...65_536), default: "64",
            about: "Connections to one host; by HTTP/2 each carries up to a hundred exchanges.")
    }

    private mutating func readRecording(_ reader: inout ConfigurationReader) {
        let record: String = reader.value(
            "egress.record", .optionalPath, default: "\"\"",
            about:
                "Folder into which each exchange of a plugin is written, content included and secrets left out; "
                + "for tests and for finding faults.")
        let replay: String = reader.value(
            "egress.replay", .optionalPath, default: "\"\"",
            about: "Folder of a recording from which plugins are answered, with nothing reached.")
        if !record.isEmpty, !replay.isEmpty {
            reader.mistake("egress.replay", "cannot be used together with egress.record")
        } else if !record.isEmpty {
            recording = .record(record)
        } else if !replay.isEmpty {
            recording = .replay(replay)
        }
    }

    private mutating func readProxy(_ reader: inout ConfigurationReader) {
        proxy = reader.value(
            "egress.proxy", .proxyOrNone, default: "\"\"",
            about: "Proxy through which plugins reach the outside; callbacks never go through it.",
            // What was written may hold credentials, though they are not allowed there.
            isSecret: true)
        proxyCredentials = reader.value(
            "egress.proxy_credentials", .secretSourceOrNone, default: "\"\"",
            about: "Where `user:password` for the proxy is read from at the start.", isSecret: true)
        let exceptions = reader.list(
            "egress.no_proxy", .proxyException, default: "[]",
            about:
                "What plugins reach without the proxy, beside this machine; a name stands for those below it too."
        )
        proxy?.exceptions = exceptions
        if proxy == nil, proxyCredentials != nil {
            reader.mistake("egress.proxy_credentials", "is of no use without egress.proxy")
        }
    }

    /// The rules of a purpose. What clients name must be reached by TLS.
    func rules(for purpose: EgressPurpose) -> EgressRules {
        var rules = EgressRules(
            allowLoopback: allowLoopback, requiresTLS: purpose != .provider, caFile: caFile,
            proxy: purpose == .provider ? proxy : nil)
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

extension ConfigurationKind<SecretSource?> {
    /// Where a secret is read from, or nothing.
    fileprivate static var secretSourceOrNone: Self {
        Self(allowed: "env:VARIABLE or file:PATH, or empty for none") { text in
            if text.isEmpty { return .some(nil) }
            return SecretSource(text).map { .some($0) }
        }
    }
}

extension ConfigurationKind<EgressProxy?> {
    /// A proxy's URL, or nothing.
    fileprivate static var proxyOrNone: Self {
        Self(allowed: "http://host:port without credentials, or empty for none") { text in
            if text.isEmpty { return .some(nil) }
            return EgressProxy(url: text).map { .some($0) }
        }
    }
}

extension ConfigurationKind<EgressProxy.Exception> {
    /// What a proxy is not asked for.
    fileprivate static var proxyException: Self {
        Self(allowed: "a name such as internal, an address, or a network such as 10.0.0.0/8") {
            EgressProxy.Exception($0)
        }
    }
}
