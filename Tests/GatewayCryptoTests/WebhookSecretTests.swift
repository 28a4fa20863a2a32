// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import GatewayTestSupport
import Testing

/// Standard Webhooks 1.0.0, with vectors that its libraries agree on.
@Suite struct WebhookSecretTests {
    @Test(
        arguments: [
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330,
                #"{"test": 2432232314}"#, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            ),
            (
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553,
                #"{"email":"test@example.com","username":"test_user"}"#,
                "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            ),
            (
                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "ljb_7Qm2Xc9LrT4vBn1K", 1_767_225_600,
                #"{"type":"translation.completed","jobId":"ljb_7Qm2Xc9LrT4vBn1K","groupId":"ljg_p3ZsW8yHd5FgJ0aE","#
                    + #""sourceLocale":"en","targetLocale":"de","data":{"cta":"Jetzt kaufen"}}"#,
                "v1,LOdtvaafC1Er9ASQUP9ehgLcS0vZt5IV60tFMsynb2Q="
            ),
        ] as [(String, String, Int64, String, String)])
    func `a body is signed as the standard says`(
        secret: String, id: String, timestamp: Int64, body: String, signature: String
    ) throws {
        let secret = try #require(WebhookSecret(secret))
        #expect(secret.signature(id: id, timestamp: timestamp, body: Array(body.utf8)) == signature)
    }

    @Test func `a secret is read back from its text`() {
        let secret = WebhookSecret.random()
        #expect(WebhookSecret(secret.text) == secret)
        #expect(secret.text.hasPrefix("whsec_"))
        #expect(secret != .random())
    }

    @Test(arguments: ["", "whsec_", "whsec_AAEC", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "whsec_***"])
    func `what is no secret is not read`(text: String) { #expect(WebhookSecret(text) == nil) }

    @Test func `what was sealed is opened by the same key for the same context, and by nothing else`() {
        let (key, plain) = (SealingKey.random(), Array("a secret".utf8))
        let sealed = key.seal(plain, context: "a")
        #expect(key.open(sealed, context: "a") == plain)
        #expect(key.open(sealed, context: "b") == nil)
        #expect(SealingKey.random().open(sealed, context: "a") == nil)
        #expect(key.seal(plain, context: "a") != sealed)
        #expect(
            sealed.indices.allSatisfy { index in
                var changed = sealed
                changed[index] ^= 1
                return key.open(changed, context: "a") == nil
            })
        for length in 0..<sealed.count {
            #expect(key.open(Array(sealed.prefix(length)), context: "a") == nil)
        }
        #expect(key.open(key.seal([], context: ""), context: "") == [])
        #expect(bytes(base64: key.text).flatMap(SealingKey.init)?.open(sealed, context: "a") == plain)
        #expect(SealingKey([1, 2, 3]) == nil)
    }

    @Test
    func `an organization's secret stays until it is rotated, and signs beside the new one for a while`()
        async throws
    {
        let (store, clock, key) = (FakeStore(), ManualClock(), SealingKey.random())
        let organization = OrganizationID(unchecked: "org_1")
        func secrets() -> WebhookSecrets {
            WebhookSecrets(store: store, key: key, overlap: .seconds(60), clock: clock.wall)
        }
        let one = secrets()
        let first = try await one.current(of: organization)
        #expect(first.count == 1)
        #expect(try await secrets().current(of: organization) == first)
        let second = try await one.rotate(of: organization)
        #expect(try await one.current(of: organization) == [second] + first)
        clock.advance(by: .seconds(60))
        #expect(try await one.current(of: organization) == [second])
        let stranger = WebhookSecrets(
            store: store, key: .random(), overlap: .seconds(60), clock: clock.wall)
        await #expect(throws: WebhookSecrets.Unreadable.self) {
            try await stranger.current(of: organization)
        }
    }
}
