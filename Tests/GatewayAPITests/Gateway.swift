// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayCrypto
import GatewayTestSupport
import Logging
import ServiceLifecycle

/// A running API over fakes.
struct Gateway: Sendable {
    static let organization = OrganizationID(unchecked: "org_Kd93mVx1QeRt7LpA")
    static let otherOrganization = OrganizationID(unchecked: "org_0000000000000002")
    static let engine = EngineID(unchecked: "eng_H5sR0uTz8KcWq2Lm")
    static let otherEngine = EngineID(unchecked: "eng_0000000000000002")
    static let key = "lsk_ana"
    static let otherKey = "lsk_other"
    static let serviceKey = "lsk_service"

    let port: Int
    let store: FakeStore
    let localizer: FakeLocalizer
    let clock: ManualClock
    let log: LogRecorder
    /// Begins a graceful shutdown.
    let stop: @Sendable () async -> Void

    /// Sends one request over a connection of its own.
    func call(
        _ method: String, _ path: String, _ body: String? = nil, key: String? = Gateway.key,
        _ fields: [String] = []
    ) async throws -> WireResponse {
        let client = try WireClient(port: port)
        try await client.send(request(method, path, body, key: key, fields + ["Connection: close"]))
        return try await client.response(hasBody: method != "HEAD")
    }

    /// A request as text.
    func request(
        _ method: String, _ path: String, _ body: String? = nil, key: String? = Gateway.key,
        _ fields: [String] = []
    ) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"]
        if let key { lines.append("X-API-Key: \(key)") }
        lines += fields
        if let body {
            if !fields.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
                lines.append("Content-Type: application/json; charset=utf-8")
            }
            lines.append("Content-Length: \(body.utf8.count)")
        }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    }
}

/// Runs an API on a port that the system picks, for as long as `body` takes.
///
/// It ends gracefully, or at once when it
/// `isCutShort`.
func withGateway(
    _ configuration: APIConfiguration = APIConfiguration(), isCutShort: Bool = false,
    _ body: @escaping @Sendable (Gateway) async throws -> Void
) async throws {
    var configuration = configuration
    configuration.host = "127.0.0.1"
    configuration.port = 0
    let (store, localizer, clock, log) = (FakeStore(), FakeLocalizer(), ManualClock(), LogRecorder())
    populate(store)
    var logger = Logger(label: "test", factory: { _ in log.handler })
    logger.logLevel = .debug
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let secrets = WebhookSecrets(
        store: store, key: SealingKey.random(), overlap: .seconds(60), clock: clock.wall)
    let api = makeAPIService(
        configuration, store: store, localizer: localizer,
        webhooks: WebhookAccess(secrets: secrets, outbound: ScriptedOutbound { _ in nil }),
        metrics: { "dragoman_test 1\n" }, clock: clock.wall, logger: logger
    ) { _, port in ready.yield(port) }
    var silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    silent.logLevel = .critical
    let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [api], logger: silent))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            do { try await group.run() } catch is CancellationError {}
        }
        for await port in ports {
            let gateway = Gateway(
                port: port, store: store, localizer: localizer, clock: clock, log: log,
                stop: { await group.triggerGracefulShutdown() })
            do {
                try await body(gateway)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            break
        }
        if isCutShort {
            tasks.cancelAll()
            return
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

private func populate(_ store: FakeStore) {
    let user = UserID(unchecked: "usr_4nTq0WzYc8LmPd2R")
    store.add(
        Principal(
            organization: Gateway.organization, key: KeyID(unchecked: "key_8YvN2cHs5JwB0uXf"), user: user,
            email: "ana@shop.example"),
        keyHash: bytes("d68dff628037b2d0bfddc2d93cac1d3fce1df8dc36bfda3af26f1c81804bee16"))
    store.add(
        Principal(
            organization: Gateway.otherOrganization, key: KeyID(unchecked: "key_0000000000000002"), user: nil,
            email: "other@local.invalid"),
        keyHash: bytes("fa67f0093f0afef1fca7eb00bd308427c4bcbd4f61d4a6b9a2bcf8fa22f90a3d"))
    store.add(
        Principal(
            organization: Gateway.organization, key: KeyID(unchecked: "key_0000000000000003"), user: nil,
            email: "service+key@local.invalid"),
        keyHash: bytes("a79f47ef8be878b358708fdd11d215d906e731ae6b4cf2c7667e0fb8ddba04fa"))
    store.add(
        Engine(id: Gateway.engine, organization: Gateway.organization, name: "default", models: []))
    store.add(
        Engine(id: Gateway.otherEngine, organization: Gateway.otherOrganization, name: "default", models: []))
}

private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
