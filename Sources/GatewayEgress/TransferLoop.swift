// SPDX-License-Identifier: Apache-2.0
import CCurl
import GatewayCore
import Glibc

/// libcurl's multi interface on a thread of its own: no shared thread ever waits for the network.
///
/// libcurl tells which sockets it waits for, and is told about those on which something happened. Its simpler interface
/// asks the system about every transfer whenever anything happens to one, which with hundreds of them in flight costs more
/// than all else.
final class TransferLoop: @unchecked Sendable {
    // Sendable: all that follows `inbox` is the loop's thread's own.
    private let openRules: Locked<EgressRules>
    let limits: EgressLimits
    private let certificates: TrustedCertificates
    private let resolver: any Resolver
    private let watch: SocketWatch
    private let inbox = Locked(Inbox())
    private let multi: UnsafeMutableRawPointer
    /// Those whose host's addresses are being looked up.
    private var waiting: [UInt64: Transfer] = [:]
    /// Those that libcurl runs.
    private var live: [UInt64: (transfer: Transfer, handle: TransferHandle)] = [:]
    private var idle: [TransferHandle] = []
    /// When libcurl wants to be called without anything having happened.
    private var alarm: ContinuousClock.Instant?
    /// When the time of some transfer may be up, at the earliest.
    private var nextLook: ContinuousClock.Instant?

    private struct Inbox {
        var lastID: UInt64 = 0
        var open: Set<UInt64> = []
        var new: [Transfer] = []
        var found: [(id: UInt64, answer: Resolver.Answer)] = []
        var cancelled: Set<UInt64> = []
        var whenStopped: [@Sendable () -> Void] = []
        var isStopping = false
        var hasStopped = false
        /// Whether the loop is on its way to look in here.
        var isWoken = false
    }

    /// As they are now.
    var rules: EgressRules { openRules.withLock { $0 } }

    /// Lets further endpoints be reached at any address.
    func open(_ endpoints: Set<EgressRules.Endpoint>) {
        openRules.withLock { $0.allowed.formUnion(endpoints) }
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(
        rules: EgressRules, limits: EgressLimits, certificates: TrustedCertificates, resolver: any Resolver,
        watch: SocketWatch
    ) {
        openRules = Locked(rules)
        self.limits = limits
        self.certificates = certificates
        self.resolver = resolver
        self.watch = watch
        precondition(Self.isReady, "libcurl cannot be set up")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory") }
        self.multi = multi
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost)
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connections)
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.connections)
        _ = ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        // Neither outlives the loop's thread, which keeps the loop.
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_multi_set_watch(
            multi,
            { _, socket, events, context, _ in
                TransferLoop.from(context)?.watch.set(socket, events)
                return 0
            }, context)
        _ = ccurl_multi_set_timer(
            multi,
            { _, milliseconds, context in
                let time = milliseconds < 0 ? nil : ContinuousClock.now + .milliseconds(milliseconds)
                TransferLoop.from(context)?.alarm = time
                return 0
            }, context)
        startThread { [self] in run() }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> TransferLoop? {
        context.map { Unmanaged<TransferLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A name for a new transfer.
    func nextID() -> UInt64 {
        inbox.withLock { inbox in
            inbox.lastID += 1
            inbox.open.insert(inbox.lastID)
            return inbox.lastID
        }
    }

    /// Takes over a transfer, or ends it at once when there are too many.
    func begin(_ transfer: Transfer) {
        let refusal: OutboundError? = inbox.withLock { inbox in
            if inbox.isStopping { return .unreachable("the gateway is stopping") }
            if inbox.cancelled.contains(transfer.id) { return .cancelled }
            if inbox.open.count > limits.exchanges { return .unreachable("too many exchanges are open") }
            inbox.new.append(transfer)
            return nil
        }
        if let refusal {
            forget(transfer.id)
            return transfer.end(.failure(refusal))
        }
        // Before the loop is woken, so that an answer which is there at once costs it no second turn.
        if case .name(let name) = transfer.call.peer.host {
            let id = transfer.id
            resolver.lookUp(name, until: transfer.deadline) { [self] answer in take(answer, for: id) }
        }
        inbox.withLock { wake(&$0) }
    }

    /// Brings the addresses of a transfer's host.
    private func take(_ answer: Resolver.Answer, for id: UInt64) {
        inbox.withLock { inbox in
            guard inbox.open.contains(id), !inbox.hasStopped else { return }
            inbox.found.append((id, answer))
            wake(&inbox)
        }
    }

    /// Asks for the early end of a transfer, whether or not it has come in yet.
    func cancel(_ id: UInt64) {
        inbox.withLock { inbox in
            guard inbox.open.contains(id), !inbox.hasStopped else { return }
            inbox.cancelled.insert(id)
            wake(&inbox)
        }
    }

    /// Ends the loop; `done` is called when it has ended.
    func stop(_ done: @escaping @Sendable () -> Void) {
        let hasStopped = inbox.withLock { inbox in
            if inbox.hasStopped { return true }
            inbox.isStopping = true
            inbox.whenStopped.append(done)
            wake(&inbox)
            return false
        }
        if hasStopped { done() }
    }

    private func wake(_ inbox: inout Inbox) {
        if inbox.isWoken || inbox.hasStopped { return }
        inbox.isWoken = true
        watch.wake()
    }

    private func forget(_ id: UInt64) {
        inbox.withLock { inbox in
            inbox.open.remove(id)
            inbox.cancelled.remove(id)
        }
    }

    private func run() {
        while true {
            let (new, found, cancelled, isStopping) = inbox.withLock { inbox in
                defer {
                    (inbox.new, inbox.found) = ([], [])
                    inbox.isWoken = false
                }
                return (inbox.new, inbox.found, inbox.cancelled, inbox.isStopping)
            }
            for transfer in new { admit(transfer) }
            for (id, answer) in found { resolve(id, answer) }
            for id in cancelled { end(id, .failure(.cancelled)) }
            if isStopping { return finish() }
            endLateOnes()
            ring()
            endDoneOnes()
            watch.wait(until: [alarm, nextLook].compactMap { $0 }.min()) { socket, events in
                var running: Int32 = 0
                curl_multi_socket_action(multi, socket, events, &running)
            }
            endDoneOnes()
        }
    }

    /// Calls libcurl if it asked for that.
    private func ring() {
        // A call may ask for another one at once, as when a transfer was added.
        while let time = alarm, time <= .now {
            alarm = nil
            var running: Int32 = 0
            curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
        }
    }

    private func endDoneOnes() {
        var code = CURLE_OK
        while let easy = ccurl_multi_next_done(multi, &code) {
            guard let context = ccurl_private(easy) else { continue }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            let result = transfer.result(
                code, status: ccurl_response_code(easy), proxyStatus: ccurl_connect_code(easy))
            end(transfer.id, result)
        }
    }

    private func admit(_ transfer: Transfer) {
        switch transfer.call.peer.host {
        // The call was checked with it.
        case .address(let address): add(transfer, addresses: [address])
        case .name:
            waiting[transfer.id] = transfer
            look(at: transfer)
        }
    }

    /// Takes a transfer on whose host's addresses are known, unless one of them is forbidden: a name that leads to
    /// good and bad ones alike is not to be trusted to keep to the good ones. Where a proxy is, is the operator's word.
    private func resolve(_ id: UInt64, _ answer: Resolver.Answer) {
        guard let transfer = waiting.removeValue(forKey: id) else { return }
        let call = transfer.call
        let peer = call.proxy?.endpoint ?? call.url.endpoint
        switch answer {
        case .failure(let error): conclude(transfer, .failure(.unreachable(error.reason)))
        case .success([]): conclude(transfer, .failure(.unreachable("\(peer.host) has no address")))
        case .success(let addresses) where call.proxy != nil: add(transfer, addresses: addresses)
        case .success(let addresses):
            let reasons = addresses.lazy.compactMap { [rules] in rules.refusal(of: call.url, leadingTo: $0) }
            guard let reason = reasons.first else { return add(transfer, addresses: addresses) }
            conclude(transfer, .failure(.forbidden(reason: "\(peer.host) \(reason)")))
        }
    }

    /// Ends those whose time is up.
    private func endLateOnes() {
        guard let time = nextLook, time <= .now else { return }
        nextLook = nil
        for transfer in waiting.values { look(at: transfer) }
        for (transfer, _) in live.values { look(at: transfer) }
    }

    private func look(at transfer: Transfer) {
        let (failure, next) = transfer.look(at: .now)
        if let failure { return end(transfer.id, .failure(failure)) }
        nextLook = min(next, nextLook ?? next)
    }

    private func add(_ transfer: Transfer, addresses: [NetworkAddress]) {
        guard let handle = idle.popLast() ?? TransferHandle() else {
            return conclude(transfer, .failure(.unreachable("libcurl has no memory")))
        }
        transfer.prepare(handle, addresses: addresses)
        certificates.prepare(handle.easy)
        live[transfer.id] = (transfer, handle)
        curl_multi_add_handle(multi, handle.easy)
        look(at: transfer)
    }

    private func end(_ id: UInt64, _ result: Result<OutboundResponse, OutboundError>) {
        if let transfer = waiting.removeValue(forKey: id) { return conclude(transfer, result) }
        guard let (transfer, handle) = live.removeValue(forKey: id) else { return }
        curl_multi_remove_handle(multi, handle.easy)
        handle.reset()
        if idle.count < limits.connectionsPerHost { idle.append(handle) }
        conclude(transfer, result)
    }

    private func conclude(_ transfer: Transfer, _ result: Result<OutboundResponse, OutboundError>) {
        forget(transfer.id)
        transfer.end(result)
    }

    private func finish() {
        for id in Array(waiting.keys) + Array(live.keys) { end(id, .failure(.cancelled)) }
        idle = []
        curl_multi_cleanup(multi)
        let whenStopped = inbox.withLock { inbox in
            inbox.hasStopped = true
            return inbox.whenStopped
        }
        watch.close()
        for done in whenStopped { done() }
    }
}
