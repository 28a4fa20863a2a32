// SPDX-License-Identifier: Apache-2.0
import GatewayProviders
import ServiceLifecycle

/// Makes the exchanges that plugins ask for.
struct PluginService: Service {
    let plugins: LoadedProviders

    func run() async throws { await cancelWhenGracefulShutdown { await plugins.run() } }
}
