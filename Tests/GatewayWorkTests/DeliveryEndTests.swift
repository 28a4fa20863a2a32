// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayWork

/// What a receiver's answer means (docs/http-api.md, "Webhooks").
@Suite struct DeliveryEndTests {
    private static let now = Timestamp(milliseconds: 1_767_605_400_000)

    private func end(
        _ answer: Result<OutboundResponse, OutboundError>, attempt: Int = 1, isThin: Bool = false,
        wasThin: Bool = false, jitter: Double = 0.5
    ) -> DeliveryEnd {
        let delivery = DueDelivery(
            id: DeliveryID(job: JobID(unchecked: "ljb_1"), run: 1),
            organization: OrganizationID(unchecked: "org_1"), group: JobGroupID(unchecked: "ljg_1"),
            url: "https://a.example/", receiver: "1 https://a.example/", attempt: attempt,
            attemptOfSchedule: attempt, isThin: wasThin, traceParent: nil)
        return DeliveryEnd(
            answer, to: delivery, isThin: isThin, configuration: DeliveryConfiguration(), at: Self.now,
            jitter: jitter)
    }

    private func status(_ status: Int, _ headers: [(String, String)] = []) -> Result<
        OutboundResponse, OutboundError
    > { .success(OutboundResponse(status: status, headers: headers.map { (name: $0, value: $1) })) }

    @Test(arguments: [200, 201, 202, 204, 299]) func `any 2xx is success`(code: Int) {
        #expect(end(status(code)).outcome == .delivered)
        #expect(end(status(code)).error == nil)
    }

    @Test(arguments: [100, 301, 302, 400, 401, 404, 408, 429, 500, 502, 503])
    func `any other status is tried again`(code: Int) {
        #expect(end(status(code)).outcome == .retry(at: Self.now + .seconds(5), isThin: false))
        #expect(end(status(code)).status == code)
        #expect(end(status(code)).error == "the receiver answered \(code)")
    }

    @Test func `the waits are the documented ones, then it is exhausted`() {
        let waits = [5, 30, 120, 600]
        for (attempt, wait) in zip(1..., waits) {
            #expect(
                end(status(500), attempt: attempt).outcome
                    == .retry(at: Self.now + .seconds(wait), isThin: false))
        }
        #expect(end(status(500), attempt: 5).outcome == .exhausted)
    }

    @Test func `a wait is a tenth shorter or longer by chance`() {
        #expect(
            end(status(500), jitter: 0).outcome == .retry(at: Self.now + .milliseconds(4500), isThin: false))
        #expect(
            end(status(500), jitter: 1).outcome == .retry(at: Self.now + .milliseconds(5500), isThin: false))
    }

    @Test(arguments: [
        ("60", 60), ("1", 5), ("0", 5), ("-1", 5), ("soon", 5), ("99999999999", 86_400),
        ("Mon, 05 Jan 2026 09:31:40 GMT", 100), ("Mon, 05 Jan 2026 09:29:00 GMT", 5),
        ("Mon, 05 Jan 2026 25:61", 5),
    ])
    func `a receiver may ask for a longer wait, up to a day`(field: String, seconds: Int) {
        #expect(
            end(status(503, [("retry-after", field)])).outcome
                == .retry(at: Self.now + .seconds(seconds), isThin: false))
    }

    @Test func `gone ends it at once`() { #expect(end(status(410)).outcome == .stopped) }

    @Test func `too large is tried again at once without the data, once, whatever attempts are left`() {
        #expect(end(status(413), attempt: 5).outcome == .retry(at: Self.now, isThin: true))
        #expect(
            end(status(413), attempt: 2, isThin: true, wasThin: true).outcome
                == .retry(at: Self.now + .seconds(5), isThin: true))
        #expect(
            end(status(500), attempt: 5, isThin: true, wasThin: true).outcome
                == .retry(at: Self.now + .seconds(600), isThin: true))
        #expect(end(status(500), attempt: 6, isThin: true, wasThin: true).outcome == .exhausted)
    }

    @Test(arguments: [
        OutboundError.timedOut, .unreachable("refused"), .forbidden(reason: "10.0.0.1"), .tooLarge,
        .invalidURL(reason: "x"),
    ])
    func
        `an attempt without an answer is tried again, and its error tells nothing of the network behind the gateway`(
            error: OutboundError
        )
    {
        let end = end(.failure(error))
        #expect(end.outcome == .retry(at: Self.now + .seconds(5), isThin: false))
        #expect(end.status == nil)
        #expect(end.error?.contains("10.0.0.1") == false)
    }
}
