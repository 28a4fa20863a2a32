// SPDX-License-Identifier: Apache-2.0

/// What may be reached from the gateway beside public addresses.
struct EgressConfiguration: Sendable {
    var allowLoopback: Bool
    var allowed: [(host: String, port: Int)]

    init(_ reader: inout ConfigurationReader) {
        reader.section("egress", "What plugins may reach by HTTP; public addresses they always may.")
        allowLoopback = reader.value(
            "egress.allow_loopback", .flag, default: "false",
            about: "Whether every port of this machine may be reached, for development.")
        allowed = reader.list(
            "egress.allow", .endpoint, default: "[]",
            about: "Hosts and ports that may be reached though their address is private.")
    }
}

extension ConfigurationKind<(host: String, port: Int)> {
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
            return (isAddress ? String(host.dropFirst().dropLast()) : String(host), port)
        }
    }
}
