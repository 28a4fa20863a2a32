// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What one load of plugins gave its instances to work with.
final class HostServices: Sendable {
    let exchanges: ExchangePump?
    let limits: ProviderLimits

    init(outbound: (any Outbound)?, limits: ProviderLimits) {
        exchanges = outbound.map { ExchangePump(outbound: $0, limit: limits.exchanges) }
        self.limits = limits
    }
}
