// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTP2Tests {
    private let resolver = ScriptedResolver(["two.test": [["127.0.0.1"]]])

    @Test func `a host that speaks HTTP/2 gets many exchanges on one connection`() async throws {
        let authority = try PrivateAuthority()
        defer { withExtendedLifetime(authority) {} }
        let (certificate, key) = try authority.certify("two.test")
        let server = try HTTP2Server(certificate: certificate, key: key, folder: authority.path("nothing"))
        let client = try makeOutbound(
            EgressRules(allowLoopback: true, requiresTLS: true, caFile: authority.file), resolver: resolver)
        let url = "https://two.test:\(server.port)/"
        // Until it listens.
        while await client.get(url).status == 0, !Task.isCancelled {}
        await withDiscardingTaskGroup { group in
            for _ in 0..<90 {
                group.addTask {
                    let request = OutboundRequest(
                        method: "POST", url: url, headers: [("X-A", "1")], body: Array("body".utf8))
                    #expect(await client.result(of: request).status == 404)
                }
            }
        }
        await wait { server.connectionsOfRequests.count >= 91 }
        #expect(server.connectionsOfRequests.count == 91)
        #expect(Set(server.connectionsOfRequests).count == 1)
        await client.stop()
    }

    @Test func `a cancelled exchange costs the others on its connection nothing`() async throws {
        let authority = try PrivateAuthority()
        defer { withExtendedLifetime(authority) {} }
        let (certificate, key) = try authority.certify("two.test")
        let server = try HTTP2Server(certificate: certificate, key: key, folder: authority.path("nothing"))
        let client = try makeOutbound(
            EgressRules(allowLoopback: true, requiresTLS: true, caFile: authority.file), resolver: resolver)
        let url = "https://two.test:\(server.port)/"
        while await client.get(url).status == 0, !Task.isCancelled {}
        await withDiscardingTaskGroup { group in
            for index in 0..<60 {
                group.addTask {
                    await withTaskGroup(of: Int.self) { inner in
                        inner.addTask { await client.get(url).status }
                        if index % 3 == 0 { inner.cancelAll() }
                        let status = await inner.next() ?? 0
                        #expect(status == 404 || index % 3 == 0 && status == 0)
                    }
                }
            }
        }
        #expect(Set(server.connectionsOfRequests).count == 1)
        await client.stop()
    }
}
