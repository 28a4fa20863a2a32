// SPDX-License-Identifier: Apache-2.0
import CLinux
import GatewayCore
import Glibc
import Logging

/// Ties this process, which is to run a plugin, to the gateway's, whose number is `parent`.
///
/// On the main thread: the kernel forgets the tie with the thread that made it.
@MainActor public func beginProviderHost(parent: Int32) { Confinement.begin(parent: parent) }

/// Runs one plugin for the gateway that started this process, until the gateway or the plugin is gone.
///
/// The socket to the gateway is open as file 3; nothing else of the gateway is.
///
/// - Parameter text: what `text/1` asks.
public func runProviderHost(text: TextServices?) async -> Never {
    if let text { HostText.services.withLock { $0 = text } }
    await ProviderHost(channel: FrameChannel(descriptor: 3)).run()
    _exit(0)
}

/// The plugin's side of isolation: the same loader and instances as in the gateway's process, with frames in the place of
/// the gateway.
private final class ProviderHost: Sendable {
    private let channel: FrameChannel
    private let outbound: FrameOutbound
    private let pool = Locked<InstancePool?>(nil)
    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation

    /// What the thread that reads leaves to others.
    private enum Order: Sendable {
        case start(StartOrder)
        case stop
    }

    init(channel: FrameChannel) {
        self.channel = channel
        outbound = FrameOutbound(channel: channel)
        (orders, order) = AsyncStream.makeStream()
    }

    func run() async {
        startThread { [self] in
            do throws(FrameFault) {
                try channel.read { kind, payload throws(FrameFault) in try take(kind, payload) }
            } catch {
                // The gateway is this very program: what it writes makes sense, or something has written over it.
                _exit(70)
            }
            // The gateway is gone, or does not want this process any more.
            _exit(0)
        }
        await withDiscardingTaskGroup { group in
            for await order in orders {
                switch order {
                case .start(let order):
                    guard let services = await start(order) else { return }
                    group.addTask { await services.exchanges?.run() }
                case .stop:
                    if let pool = pool.withLock({ $0 }) {
                        await pool.drain(grace: .seconds(10))
                        await pool.end(grace: .seconds(5))
                    }
                    _exit(0)
                }
            }
        }
    }

    // MARK: Loading

    private func start(_ order: StartOrder) async -> HostServices? {
        do throws(PluginFault) {
            let (pool, services, isConfined) = try await load(order)
            self.pool.withLock { $0 = pool }
            _ = channel.send(HostedClass(pool, isConfined: isConfined).frame)
            return services
        } catch {
            var frame = FrameWriter(.refused)
            frame.write(error.reason)
            _ = channel.send(frame.finished())
            return nil
        }
    }

    private func load(
        _ order: StartOrder
    ) async throws(PluginFault) -> (InstancePool, HostServices, isConfined: Bool) {
        if order.dataDirectory.isEmpty || chdir(order.dataDirectory) != 0 { chdir("/") }
        let channel = channel
        let logger = Logger(label: "provider-host") { _ in FrameLog(channel: channel) }
        let manifest: Manifest
        do throws(Manifest.Fault) {
            manifest = try Manifest(folder: order.folder)
        } catch {
            throw PluginFault(reason: error.reasons.joined(separator: "; "))
        }
        Confinement.bound(memory: order.memory)
        let isConfined = Confinement.filterCalls(mayUseNetwork: order.mayUseNetwork)
        HostLog.withoutInstance.withLock {
            $0 = PluginLog(
                logger: logger, plugin: manifest.id, provider: nil, linesPerSecond: order.limits.logLines)
        }
        let providerClass = try ProviderClass.named(order.provider, in: PluginLibrary.open(manifest))
        let services = HostServices(outbound: order.hasOutbound ? outbound : nil, limits: order.limits)
        let pool = InstancePool(
            name: order.name, providerClass: providerClass, instances: order.instances,
            settings: order.settings,
            dataDirectory: order.dataDirectory, secrets: order.secrets, limits: order.limits, logger: logger,
            services: services)
        let time = order.limits.preparationTime.milliseconds * 1_000_000
        if let fault = await pool.makeFirst(deadline: monotonicNanoseconds() + time) {
            throw PluginFault(reason: "no instance can be made: \(fault)")
        }
        return (pool, services, isConfined)
    }

    // MARK: Frames

    private func take(_ kind: FrameKind, _ payload: UnsafeRawBufferPointer) throws(FrameFault) {
        var reader = FrameReader(payload)
        switch kind {
        case .start: order.yield(.start(try StartOrder(&reader)))
        case .stop: order.yield(.stop)
        case .ping: _ = channel.send(FrameWriter(.pong).finished())
        case .translate, .generate, .recognize, .pairs, .warmUp: try begin(kind, &reader)
        case .cancel:
            let ticket = try reader.unsigned()
            pool.withLock { $0 }?.cancel(ticket)
        case .secrets:
            let secrets = try reader.secrets()
            pool.withLock { $0 }?.secrets.withLock { $0 = secrets }
        case .exchanged:
            let id = try reader.unsigned()
            outbound.end(id, try ExchangeFrame.result(&reader))
        case .ready, .refused, .ended, .log, .exchange, .cancelExchange, .pong:
            throw FrameFault(reason: "a frame goes the wrong way")
        }
    }

    private func begin(_ kind: FrameKind, _ reader: inout FrameReader) throws(FrameFault) {
        let ticket = try reader.unsigned()
        let milliseconds = Int64(try reader.int())
        guard let pool = pool.withLock({ $0 }) else {
            throw FrameFault(reason: "a call came before the start")
        }
        guard let call = try hosted(kind, ticket, milliseconds, &reader, pool.providerClass) else {
            let error = ProviderError(.broken, "\(pool.name): the plugin does not have what was asked for")
            _ = channel.send(CallEnd.frame(ticket: ticket, .failure(error)))
            return
        }
        pool.begin(call)
    }

    /// A call with the plugin's function for it; `nil` when it has none.
    private func hosted(
        _ kind: FrameKind, _ ticket: UInt64, _ milliseconds: Int64, _ reader: inout FrameReader,
        _ provider: ProviderClass
    ) throws(FrameFault) -> InstancePool.HostedCall? {
        let (asked, prepare): (Call.Kind, @Sendable (Call) -> Entry)
        switch kind {
        case .translate:
            guard let function = provider.translate?.translate else { return nil }
            let call = try reader.translateCall()
            (asked, prepare) = (
                .translate(segments: call.segments.count),
                { opened in
                    let request = TranslateRequest(call, deadline: milliseconds)
                    opened.arena = request.arena
                    opened.traceParent = call.traceParent
                    opened.isPrivate = call.isPrivate
                    return .translate(function, request.pointer)
                }
            )
        case .generate:
            guard let function = provider.generate?.generate else { return nil }
            let call = try reader.generateCall()
            (asked, prepare) = (
                .generate,
                { opened in
                    let request = GenerateRequest(call, deadline: milliseconds)
                    opened.arena = request.arena
                    opened.traceParent = call.traceParent
                    opened.isPrivate = call.isPrivate
                    return .generate(function, request.pointer)
                }
            )
        case .recognize:
            guard let function = provider.recognize else { return nil }
            let (text, candidates) = (try reader.text(), try reader.texts().map { LocaleTag(unchecked: $0) })
            let limit = try reader.size()
            (asked, prepare) = (
                .recognize(limit: limit),
                { opened in
                    let request = RecognizeRequest(
                        text, candidates: candidates, limit: limit, deadline: milliseconds)
                    opened.arena = request.arena
                    return .recognize(function, request.pointer)
                }
            )
        case .warmUp:
            guard let function = provider.warmUp else { return nil }
            let model = try reader.text()
            (asked, prepare) = (
                .warmup,
                { opened in
                    var arena = RequestArena(capacity: RequestArena.size(text: model))
                    let text = arena.make(text: model)
                    opened.arena = arena
                    return .warmUp(function, text)
                }
            )
        default:
            guard let function = provider.listPairs else { return nil }
            (asked, prepare) = (.pairs, { _ in .pairs(function) })
        }
        return InstancePool.HostedCall(ticket: ticket, kind: asked, prepare: prepare) { [channel] result in
            _ = channel.send(CallEnd.frame(ticket: ticket, result))
        }
    }
}
