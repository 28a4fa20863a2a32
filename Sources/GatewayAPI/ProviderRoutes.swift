// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// How healthy engines are (docs/http-api.md, "Providers").
extension Responder {
    func providers() async -> OutboundResponse {
        let statuses = await localizer.providerStatuses()
        return .object(capacity: 64 + 512 * statuses.count) {
            $0.name("items")
            $0.array { array in for status in statuses { array.object { $0.provider(status) } } }
        }
    }

    func resetProvider(_ call: Call) async throws -> OutboundResponse {
        guard let status = await localizer.resetProvider(call.parameter) else {
            throw RequestError.notFound(entity: "Provider", id: String(call.parameter.prefix(100)))
        }
        return .object(capacity: 512) { $0.provider(status) }
    }
}

extension JSONWriter {
    fileprivate mutating func provider(_ status: ProviderStatus) {
        member("name", status.name)
        member("openCalls", status.openCalls)
        member("waitingCalls", status.waitingCalls)
        name("limits")
        object {
            $0.member("concurrency", status.limits.concurrency)
            $0.member("requestsPerMinute", status.limits.requestsPerMinute)
            $0.member("tokensPerMinute", status.limits.tokensPerMinute)
        }
        name("models")
        array { array in for model in status.models { array.object { $0.model(model) } } }
    }

    private mutating func model(_ model: ProviderStatus.Model) {
        member("model", model.name)
        member("state", model.state.rawValue)
        member("cause", model.cause.isEmpty ? nil : model.cause)
        member("since", model.since)
        member("nextTry", model.nextTry)
        member("calls", model.calls)
        member("failures", model.failures)
        member("p50Ms", model.medianTime.map { Self.milliseconds($0) })
        member("p99Ms", model.longTime.map { Self.milliseconds($0) })
        name("history")
        array { array in
            for change in model.history {
                array.object {
                    $0.member("at", change.at)
                    $0.member("state", change.state.rawValue)
                    $0.member("cause", change.cause)
                }
            }
        }
    }

    private static func milliseconds(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e3 }
}
