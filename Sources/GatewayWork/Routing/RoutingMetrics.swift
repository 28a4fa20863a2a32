// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Metrics

/// What breakers count (docs/operations.md, "Metrics").
struct RoutingMetrics: Sendable {
    private let refusals: Counter
    private let opened: Counter
    private let closed: Counter

    init(provider: String) {
        refusals = Counter(label: "dragoman.provider.refusals", dimensions: [("provider", provider)])
        func transitions(_ state: String) -> Counter {
            Counter(
                label: "dragoman.provider.breaker.changes",
                dimensions: [("provider", provider), ("state", state)])
        }
        opened = transitions("open")
        closed = transitions("closed")
    }

    func countRefusal() { refusals.increment() }

    func count(_ state: ProviderStatus.State) {
        switch state {
        case .open: opened.increment()
        case .closed: closed.increment()
        case .halfOpen: break
        }
    }
}
