// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import GatewayTestSupport
import Testing

@testable import GatewayWork

@Suite(.timeLimit(.minutes(1))) struct BudgetNotifierTests {
    private let store = FakeStore()
    private let clock = ManualClock()
    private let payer = Payer(
        organization: OrganizationID(unchecked: "org_0000000000000001"),
        engine: EngineID(unchecked: "eng_0000000000000001"), engineName: "Default", key: nil, purpose: .job)
    private static let budget = Budget(name: "all", amount: 1_000_000_000, period: .month)

    private func budgets() -> Budgets {
        Budgets([Self.budget], store: store, clock: clock.wall, logger: quiet)
    }

    /// Runs a notifier while `body` spends, until so many requests went out.
    private func told(
        _ budgets: Budgets, by outbound: ScriptedOutbound, requests: Int,
        _ body: (Budgets) async throws -> Void
    ) async throws {
        let key = try #require(SealingKey([UInt8](repeating: 7, count: 32)))
        let secrets = WebhookSecrets(store: store, key: key, overlap: .zero, clock: clock.wall)
        let notifier = BudgetNotifier(
            notices: budgets.notices, url: "https://a.example/hook", store: store, outbound: outbound,
            webhook: SignedWebhook(secrets: secrets, timeout: .seconds(1), clock: clock.wall),
            configuration: DeliveryConfiguration(waits: [.milliseconds(1), .milliseconds(1)]),
            clock: clock.wall, logger: quiet)
        try await withThrowingTaskGroup { group in
            group.addTask { try await notifier.run() }
            try await body(budgets)
            while outbound.requests.count < requests { await Task.yield() }
            // What would be sent beside them has time to be.
            for _ in 0..<1000 { await Task.yield() }
            group.cancelAll()
        }
    }

    private func spend(_ amounts: [Int]) -> (Budgets) async throws -> Void {
        { budgets in
            for amount in amounts {
                let cost = amount * 1_000_000
                budgets.settle(try await budgets.reserve(cost, for: payer), cost: cost)
            }
        }
    }

    private static func answering(_ statuses: [Int]) -> ScriptedOutbound {
        let left = Locked(statuses)
        return ScriptedOutbound { _ in
            let status = left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            return .success(OutboundResponse(status: status, headers: []))
        }
    }

    @Test func `from 80 percent on a receiver is told once, signed, with what there is and was`() async throws
    {
        let outbound = Self.answering([200])
        try await told(budgets(), by: outbound, requests: 1, spend([700, 99, 1, 50]))
        #expect(outbound.requests.count == 1)
        let request = outbound.requests[0]
        #expect(request.url == "https://a.example/hook")
        let names = request.headers.map(\.name)
        #expect(Set(names).isSuperset(of: ["webhook-id", "webhook-timestamp", "webhook-signature"]))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"type":"budget.warning","organizationId":"org_0000000000000001","budget":"all","#
                + #""engineId":null,"engine":null,"period":"month","from":"2026-01-01","amountUsd":1,"#
                + #""spentUsd":0.8}"#)
    }

    @Test func `below that nobody is told`() async throws {
        let outbound = Self.answering([200])
        try await told(budgets(), by: outbound, requests: 0, spend([700, 99]))
        #expect(outbound.requests.isEmpty)
    }

    @Test func `a receiver that fails is asked again, under the same id, and a restart tells no more`()
        async throws
    {
        let outbound = Self.answering([500, 503, 204])
        try await told(budgets(), by: outbound, requests: 3, spend([900]))
        let ids = outbound.requests.compactMap { $0.headers.first { $0.name == "webhook-id" }?.value }
        #expect(outbound.requests.count == 3 && Set(ids).count == 1)
        try await recordSpent(900)
        let after = Self.answering([200])
        try await told(budgets(), by: after, requests: 0, spend([1]))
        #expect(after.requests.isEmpty)
    }

    @Test func `what nobody took is told after a restart, and again in the next period`() async throws {
        let refusing = Self.answering([500])
        try await told(budgets(), by: refusing, requests: 3, spend([900]))
        #expect(refusing.requests.count == 3)
        try await recordSpent(900)
        let outbound = Self.answering([200])
        let budgets = budgets()
        try await told(budgets, by: outbound, requests: 1, spend([1]))
        #expect(outbound.requests.count == 1)
        clock.advance(by: .seconds(31 * 86_400))
        let next = Self.answering([200])
        try await told(self.budgets(), by: next, requests: 1, spend([850]))
        #expect(next.requests.count == 1)
    }

    private func recordSpent(_ cost: Int) async throws {
        try await store.record([
            (
                payer.organization,
                UsageRow(values: [.day: clock.now.day], sums: UsageSums(cost: cost * 1_000_000))
            )
        ])
    }
}
