// SPDX-License-Identifier: Apache-2.0
import Foundation
import GatewayCore
import GatewayEgress
import Testing

@Suite(.timeLimit(.minutes(1))) struct TrustedCertificatesTests {
    private static let resolver = ScriptedResolver([
        "private.test": [["127.0.0.1"]], "private.test.": [["127.0.0.1"]], "other.test": [["127.0.0.1"]],
    ])

    private func get(_ url: String, caFile: String?) async throws -> ExchangeResult {
        try await exchange(
            OutboundRequest(method: "GET", url: url, timeout: .seconds(20)),
            rules: EgressRules(allowLoopback: true, requiresTLS: true, caFile: caFile),
            resolver: Self.resolver)
    }

    @Test
    func `a server of a private authority is trusted under its name when the file is given, and never else`()
        async throws
    {
        let (authority, stranger) = (try PrivateAuthority(), try PrivateAuthority())
        defer { withExtendedLifetime((authority, stranger)) {} }
        let server = try authority.serve("private.test")
        #expect(try await get("https://private.test:\(server.port)/", caFile: authority.file).status == 200)
        #expect(try await get("https://private.test.:\(server.port)/", caFile: authority.file).status == 200)
        for (host, file) in [
            ("private.test", nil), ("other.test", authority.file), ("127.0.0.1", authority.file),
            ("private.test", stranger.file),
        ] {
            let result = try await get("https://\(host):\(server.port)/", caFile: file)
            guard case .unreachable(let reason) = result.failure else {
                Issue.record("\(host) is trusted with \(file ?? "no file")")
                continue
            }
            #expect(reason.contains("SSL"))
        }
    }

    @Test func `a certificate whose time is over is not trusted`() async throws {
        let authority = try PrivateAuthority()
        defer { withExtendedLifetime(authority) {} }
        let server = try authority.serve("private.test", hasExpired: true)
        let result = try await get("https://private.test:\(server.port)/", caFile: authority.file)
        guard case .unreachable(let reason) = result.failure else {
            Issue.record("it is trusted")
            return
        }
        #expect(reason.contains("SSL"))
    }

    @Test func `a file of certificates that cannot be used is told at once`() throws {
        let authority = try PrivateAuthority()
        defer { withExtendedLifetime(authority) {} }
        let key = authority.path("ca.key")
        #expect(throws: EgressError.certificates(path: key, reason: "no certificate in it")) {
            try makeOutbound(EgressRules(caFile: key))
        }
        let missing = authority.path("missing.pem")
        #expect(throws: EgressError.certificates(path: missing, reason: "No such file or directory")) {
            try makeOutbound(EgressRules(caFile: missing))
        }
    }
}
