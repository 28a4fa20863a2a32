// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The HTTP API as a service.
///
/// It listens until it is shut down. A graceful shutdown first turns `/readyz` to 503 for the configured delay, then
/// stops listening, closes idle connections and ends when the requests in flight are answered and subscribers have
/// gone.
///
/// - Parameters:
///   - webhooks: secrets, and what may be called back.
///   - metrics: makes the text of `/metrics`.
///   - identifiers: names new groups and jobs; one source for the whole process.
///   - clock: tells when a group was accepted.
///   - onReady: called once, with the address that was bound.
public func makeAPIService(
    _ configuration: APIConfiguration, store: any Store, localizer: any Localizer, webhooks: WebhookAccess,
    metrics: @escaping @Sendable () async throws -> String = { "" },
    identifiers: IdentifierSource = IdentifierSource(), clock: WallClock = .system,
    logger: Logger = Logger(label: "dragoman.api"),
    onReady: @escaping @Sendable (_ host: String, _ port: Int) async -> Void = { _, _ in }
) -> any Service {
    let readiness = Readiness()
    let allowance = ConnectionAllowance(maximum: configuration.maximumConnections)
    let progress = ProgressHub(
        configuration, store: store, allowance: allowance, clock: clock, logger: logger)
    let responder = Responder(
        limits: configuration.limits, store: store, localizer: localizer, identifiers: identifiers,
        clock: clock, readiness: readiness, webhooks: webhooks, progress: progress,
        metricsText: metrics, logger: logger)
    return APIService(
        configuration: configuration, responder: responder, progress: progress, allowance: allowance,
        readiness: readiness, logger: logger, onReady: onReady)
}

/// A server and what announces its end.
struct APIService: Service {
    let configuration: APIConfiguration
    let responder: Responder
    let progress: ProgressHub
    let allowance: ConnectionAllowance
    let readiness: Readiness
    let logger: Logger
    let onReady: @Sendable (_ host: String, _ port: Int) async -> Void

    func run() async throws {
        let channel = GatewayChannel(
            configuration: configuration, responder: responder,
            budget: BodyBudget(bytes: configuration.maximumBufferedBytes))
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: allowance),
            onServerRunning: { [onReady, allowance] channel in
                allowance.serve(channel)
                guard let address = channel.localAddress, let port = address.port else { return }
                await onReady(address.ipAddress ?? "", port)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger)
        // A group ends its services from the last to the first, so the announcement comes before the end.
        var services = ServiceGroupConfiguration(
            services: [
                progress, server, DrainAnnouncement(readiness: readiness, delay: configuration.drainDelay),
            ],
            logger: logger)
        services.maximumCancellationDuration = nil
        try await ServiceGroup(configuration: services).run()
    }
}
