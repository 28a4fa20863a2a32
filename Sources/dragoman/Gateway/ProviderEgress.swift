// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayEgress
import GatewayProviders
import Logging

/// The way out for plugins: straight, through a proxy, written down, or played back.
struct ProviderEgress: Sendable {
    /// What plugins get.
    let outbound: any Outbound
    private let client: EgressClient
    private let known: KnownSecrets

    init(_ configuration: Configuration, logger: Logger) throws(AdministrationError) {
        let egress = configuration.egress
        var rules = egress.rules(for: .provider)
        rules.allowed.formUnion(configuration.plugins.baseURLs)
        rules.userAgent = "dragoman/\(Release.version)"
        let known = KnownSecrets()
        if let source = egress.proxyCredentials {
            rules.proxy?.credentials = try Self.credentials(source, known)
        }
        do throws(EgressError) {
            client = try makeOutbound(rules, limits: egress.limits)
            switch egress.recording {
            case .none: outbound = client
            case .record(let folder):
                outbound = try makeRecorder(
                    client, folder: absolutePath(folder), secrets: { known.all }, logger: logger)
                logger.warning(
                    "what plugins send and get is recorded, content included",
                    metadata: ["folder": "\(absolutePath(folder))"])
            case .replay(let folder):
                outbound = try makeReplay(folder: absolutePath(folder), rules: rules) { known.all }
                logger.warning(
                    "plugins reach nothing: what was recorded is played back",
                    metadata: ["folder": "\(absolutePath(folder))"])
            }
        } catch {
            throw AdministrationError(error)
        }
        self.known = known
    }

    /// Learns which secrets plugins have. Before that none of them runs an exchange.
    func learn(from plugins: LoadedProviders) { known.plugins.withLock { $0 = plugins } }

    /// Lets the base URLs of further providers be reached.
    func open(_ endpoints: Set<EgressRules.Endpoint>) { client.open(endpoints) }

    /// Ends every exchange.
    func stop() async { await client.stop() }

    private static func credentials(
        _ source: SecretSource, _ known: KnownSecrets
    ) throws(AdministrationError) -> EgressProxy.Credentials {
        let text: String
        do throws(SecretFault) {
            text = try source.read()
        } catch {
            throw AdministrationError("egress.proxy_credentials: \(error.reason)")
        }
        guard let credentials = EgressProxy.Credentials(text) else {
            throw AdministrationError("egress.proxy_credentials: \(source) does not hold user:password")
        }
        known.proxy.withLock { $0 = [text, String(text.drop { $0 != ":" }.dropFirst())] }
        return credentials
    }
}

/// What must not be written down: credentials of plugins, those that were changed meanwhile included, and the proxy's.
private final class KnownSecrets: Sendable {
    let plugins = Locked<LoadedProviders?>(nil)
    let proxy = Locked<Set<String>>([])
    private let seen = Locked<Set<String>>([])

    var all: Set<String> {
        let now = plugins.withLock { $0?.secrets ?? [] }.union(proxy.withLock { $0 })
        return seen.withLock { seen in
            seen.formUnion(now)
            return seen
        }
    }
}
