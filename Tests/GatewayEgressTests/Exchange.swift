// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress

/// What an exchange came to.
typealias ExchangeResult = Result<OutboundResponse, OutboundError>

/// Makes one exchange over a client of its own.
func exchange(
    _ request: OutboundRequest, rules: EgressRules = EgressRules(allowLoopback: true),
    limits: EgressLimits = EgressLimits(), resolver: (any Resolver)? = nil
) async throws -> ExchangeResult {
    let client = try makeOutbound(rules, limits: limits, resolver: resolver)
    let result = await client.result(of: request)
    await client.stop()
    return result
}

/// Waits until something has happened, or the test's time is up.
func wait(until condition: () -> Bool) async {
    while !condition(), !Task.isCancelled { await Task.yield() }
}

extension EgressClient {
    /// Makes an exchange whose failure is a value.
    func result(of request: OutboundRequest) async -> ExchangeResult {
        do throws(OutboundError) {
            return .success(try await exchange(request))
        } catch {
            return .failure(error)
        }
    }

    /// Makes an exchange without a body.
    func get(_ url: String) async -> ExchangeResult {
        await result(of: OutboundRequest(method: "GET", url: url, timeout: .seconds(10)))
    }
}

extension ExchangeResult {
    /// Why there is no answer, or `nil` when there is one.
    var failure: OutboundError? {
        if case .failure(let error) = self { error } else { nil }
    }

    /// Whether the rules did not let it out.
    var isForbidden: Bool {
        if case .forbidden = failure { true } else { false }
    }

    /// The status of the answer, or 0.
    var status: Int { (try? get())?.status ?? 0 }
}
