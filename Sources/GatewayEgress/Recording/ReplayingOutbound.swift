// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A way out that leads nowhere: it answers from the files of a recorder.
///
/// A request gets the answer to one of the same method, URL and body, secrets left out of all three. If that was made
/// several times the answers come in their order, and the last one again from then on. Any other request is refused.
///
/// - Parameters:
///   - rules: what is refused to be reached is refused here too.
///   - secrets: all that was not written down, as it is now.
/// - Throws: when the folder cannot be read, or a file in it.
public func makeReplay(
    folder: String, rules: EgressRules, secrets: @escaping @Sendable () -> Set<String>
) throws(EgressError) -> any Outbound {
    var answers: [RecordedExchange.Key: ReplayingOutbound.Answers] = [:]
    for exchange in try RecordingFolder(path: folder).read() {
        answers[exchange.key, default: .init()].all.append(exchange.outcome)
    }
    return ReplayingOutbound(rules: rules, secrets: secrets, answers: Locked(answers))
}

struct ReplayingOutbound: Outbound {
    /// What came of requests that are alike, in their order.
    struct Answers {
        var all: [Result<OutboundResponse, OutboundError>] = []
        var next = 0

        mutating func take() -> Result<OutboundResponse, OutboundError>? {
            defer { next = min(next + 1, all.count - 1) }
            return all.isEmpty ? nil : all[next]
        }
    }

    let rules: EgressRules
    let secrets: @Sendable () -> Set<String>
    let answers: Locked<[RecordedExchange.Key: Answers]>

    func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let call = try TransferCall(request, rules: rules, limits: EgressLimits())
        if Task.isCancelled { throw .cancelled }
        let filter = SecretFilter(secrets())
        let key = RecordedExchange.Key(
            method: request.method, url: filter.clean(url: request.url), body: filter.clean(request.body))
        let answer = request.isPrivate ? nil : answers.withLock { $0[key]?.take() }
        guard let answer else {
            let path = filter.clean(call.url.path)
            let why = request.isPrivate ? "; it is private, and such requests never are" : ""
            throw .forbidden(
                reason:
                    "no answer is recorded to this \(request.method) of \(call.url.endpoint.host)\(path)\(why)"
            )
        }
        var response = try answer.get()
        guard response.body.count > max(request.maximumResponseBytes, 0) else { return response }
        guard request.cutsLongAnswer else { throw .tooLarge }
        response.body = Array(response.body.prefix(max(request.maximumResponseBytes, 0)))
        return response
    }

    func refusal(of url: String) -> String? {
        do throws(EgressURL.Fault) {
            return rules.refusal(of: try EgressURL(url))
        } catch {
            return error.reason
        }
    }
}
