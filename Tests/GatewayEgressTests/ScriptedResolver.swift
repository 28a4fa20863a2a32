// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress

/// Answers for a name as it was told, the first answer first and the last one from then on. A name that it was told
/// nothing about never gets an answer.
final class ScriptedResolver: Resolver {
    private let answers: Locked<[String: [Answer]]>
    private let heard = Locked<[String]>([])

    /// Names that were asked for.
    var names: [String] { heard.withLock { $0 } }

    init(answers: [String: [Answer]]) { self.answers = Locked(answers) }

    /// Every answer is a list of addresses.
    convenience init(_ addresses: [String: [[String]]] = [:]) {
        self.init(answers: addresses.mapValues { $0.map { .success($0.compactMap(NetworkAddress.init)) } })
    }

    func lookUp(
        _ host: String, until deadline: ContinuousClock.Instant, _ done: @escaping @Sendable (Answer) -> Void
    ) {
        let answer: Answer? = answers.withLock { answers in
            guard let left = answers[host], let first = left.first else { return nil }
            if left.count > 1 { answers[host] = Array(left.dropFirst()) }
            return first
        }
        // Not before the answer is chosen: who sees the name knows that the next answer is for somebody else.
        heard.withLock { $0.append(host) }
        if let answer { done(answer) }
    }
}
