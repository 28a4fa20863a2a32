// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import Logging
import ServiceLifecycle

/// Tells a receiver of budgets that are nearly used up (docs/http-api.md, "Webhooks").
///
/// What was told is written down once the receiver took it; what a crash or a silent receiver left untold is noticed again when
/// the budget is next asked for after a restart. The message has the same id then.
struct BudgetNotifier: Service {
    let notices: AsyncStream<BudgetNotice>
    let url: String
    let store: any UsageStore
    let outbound: any Outbound
    let webhook: SignedWebhook
    let configuration: DeliveryConfiguration
    let clock: WallClock
    let logger: Logger

    /// Tells until the process is asked to stop.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await notice in notices { group.addTask { await tell(notice) } }
            }
        }
    }

    private func tell(_ notice: BudgetNotice) async {
        var logger = logger
        logger[metadataKey: "budget"] = "\(notice.budget.name)"
        do {
            if try await store.isTold(notice) { return }
            for attempt in 1... {
                switch try await attempted(notice, attempt) {
                case .delivered, .stopped:
                    let (store, moment) = (store, clock.now())
                    return try await uncancelled {
                        try await persistently { try await store.markTold(notice, at: moment) }
                    }
                case .exhausted:
                    return logger.warning("nobody took the warning about a budget")
                case .retry(let moment, _):
                    let wait = max(0, moment.milliseconds - clock.now().milliseconds)
                    try await Task.sleep(for: .milliseconds(wait))
                }
            }
        } catch is CancellationError {
        } catch {
            logger.error("the warning about a budget could not be made", metadata: ["error": "\(error)"])
        }
    }

    private func attempted(_ notice: BudgetNotice, _ attempt: Int) async throws -> DeliveryOutcome {
        let request = try await webhook.request(
            id: Self.id(notice), to: url, of: notice.organization, body: Self.body(notice))
        let answer: Result<OutboundResponse, OutboundError>
        do throws(OutboundError) {
            answer = .success(try await outbound.exchange(request))
        } catch {
            if error == .cancelled { throw CancellationError() }
            answer = .failure(error)
        }
        let end = DeliveryEnd(
            answer, attempt: attempt, isThin: true, configuration: configuration, at: clock.now(),
            jitter: .random(in: 0...1))
        if let error = end.error {
            logger.debug("a warning about a budget was not taken", metadata: ["error": "\(error)"])
        }
        return end.outcome
    }

    /// The same for one period of a budget, however often it is sent.
    static func id(_ notice: BudgetNotice) -> String {
        var digest = MemoryDigest()
        for part in [notice.organization.text, notice.budget.name, notice.engine?.text ?? "", notice.from] {
            digest.add(part)
        }
        return "budget_" + hexadecimal(digest.value)
    }

    static func body(_ notice: BudgetNotice) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object {
            $0.member("type", "budget.warning")
            $0.member("organizationId", notice.organization.text)
            $0.member("budget", notice.budget.name)
            $0.member("engineId", notice.engine?.text)
            $0.member("engine", notice.budget.engine)
            $0.member("period", notice.budget.period.rawValue)
            $0.member("from", notice.from)
            $0.member("amountUsd", Double(notice.budget.amount) / 1e9)
            $0.member("spentUsd", Double(notice.spent) / 1e9)
        }
        return writer.bytes
    }
}
