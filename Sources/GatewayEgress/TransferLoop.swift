// SPDX-License-Identifier: Apache-2.0
import CCurl
import GatewayCore
import Glibc

/// libcurl's multi interface on a thread of its own: no shared thread ever waits for the network.
final class TransferLoop: @unchecked Sendable {
    // Sendable: `multi` is used by the loop's thread alone, but for `curl_multi_wakeup`, which is made for others
    // and is called only while the lock shows that the loop has not ended; what follows `inbox` is the thread's own.
    let rules: EgressRules
    let limits: EgressLimits
    private let certificates: TrustedCertificates
    private let resolver: any Resolver
    private let multi: UnsafeMutableRawPointer
    private let inbox = Locked(Inbox())
    /// Those whose host's addresses are being looked up.
    private var waiting: [UInt64: Transfer] = [:]
    /// Those that libcurl runs.
    private var live: [UInt64: (transfer: Transfer, handle: TransferHandle)] = [:]
    private var idle: [TransferHandle] = []

    private struct Inbox {
        var lastID: UInt64 = 0
        var open: Set<UInt64> = []
        var new: [Transfer] = []
        var found: [(id: UInt64, answer: Resolver.Answer)] = []
        var cancelled: Set<UInt64> = []
        var whenStopped: [@Sendable () -> Void] = []
        var isStopping = false
        var hasStopped = false
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(
        rules: EgressRules, limits: EgressLimits, certificates: TrustedCertificates, resolver: any Resolver
    ) {
        self.rules = rules
        self.limits = limits
        self.certificates = certificates
        self.resolver = resolver
        precondition(Self.isReady, "libcurl cannot be set up")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory") }
        self.multi = multi
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost)
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connections)
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.connections)
        _ = ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        startThread { [self] in run() }
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
        if case .name(let name) = transfer.call.url.host {
            let id = transfer.id
            resolver.lookUp(name, until: transfer.deadline) { [self] answer in take(answer, for: id) }
        }
        inbox.withLock { inbox in
            if !inbox.hasStopped { curl_multi_wakeup(multi) }
        }
    }

    /// Brings the addresses of a transfer's host.
    private func take(_ answer: Resolver.Answer, for id: UInt64) {
        inbox.withLock { inbox in
            guard inbox.open.contains(id), !inbox.hasStopped else { return }
            inbox.found.append((id, answer))
            curl_multi_wakeup(multi)
        }
    }

    /// Asks for the early end of a transfer, whether or not it has come in yet.
    func cancel(_ id: UInt64) {
        inbox.withLock { inbox in
            guard inbox.open.contains(id), !inbox.hasStopped else { return }
            inbox.cancelled.insert(id)
            curl_multi_wakeup(multi)
        }
    }

    /// Ends the loop; `done` is called when it has ended.
    func stop(_ done: @escaping @Sendable () -> Void) {
        let hasStopped = inbox.withLock { inbox in
            if inbox.hasStopped { return true }
            inbox.isStopping = true
            inbox.whenStopped.append(done)
            curl_multi_wakeup(multi)
            return false
        }
        if hasStopped { done() }
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
                defer { (inbox.new, inbox.found) = ([], []) }
                return (inbox.new, inbox.found, inbox.cancelled, inbox.isStopping)
            }
            for transfer in new { admit(transfer) }
            for (id, answer) in found { resolve(id, answer) }
            for id in cancelled { end(id, .failure(.cancelled)) }
            if isStopping { return finish() }
            let patience = endLateOnes()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var code = CURLE_OK
            while let easy = ccurl_multi_next_done(multi, &code) {
                guard let context = ccurl_private(easy) else { continue }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                end(transfer.id, transfer.result(code, status: ccurl_response_code(easy)))
            }
            curl_multi_poll(multi, nil, 0, patience, nil)
        }
    }

    private func admit(_ transfer: Transfer) {
        switch transfer.call.url.host {
        // The call was checked with it.
        case .address(let address): add(transfer, addresses: [address])
        case .name: waiting[transfer.id] = transfer
        }
    }

    /// Takes a transfer on whose host's addresses are known, unless one of them is forbidden: a name that leads to
    /// good and bad ones alike is not to be trusted to keep to the good ones.
    private func resolve(_ id: UInt64, _ answer: Resolver.Answer) {
        guard let transfer = waiting.removeValue(forKey: id) else { return }
        let url = transfer.call.url
        switch answer {
        case .failure(let error): conclude(transfer, .failure(.unreachable(error.reason)))
        case .success([]): conclude(transfer, .failure(.unreachable("\(url.endpoint.host) has no address")))
        case .success(let addresses):
            let reasons = addresses.lazy.compactMap { [rules] in rules.refusal(of: url, leadingTo: $0) }
            guard let reason = reasons.first else { return add(transfer, addresses: addresses) }
            conclude(transfer, .failure(.forbidden(reason: "\(url.endpoint.host) \(reason)")))
        }
    }

    /// Ends those that waited for addresses until their time was up. Gives the milliseconds to the next such end.
    private func endLateOnes() -> Int32 {
        guard !waiting.isEmpty else { return 60_000 }
        let now = ContinuousClock.now
        for (id, transfer) in waiting where transfer.deadline <= now { end(id, .failure(.timedOut)) }
        let next = waiting.values.lazy.map(\.deadline).min()
        // A millisecond more than there are whole ones, so as not to wake up just too early.
        return next.map { Int32(clamping: min(60_000, ($0 - now).milliseconds + 1)) } ?? 60_000
    }

    private func add(_ transfer: Transfer, addresses: [NetworkAddress]) {
        guard let handle = idle.popLast() ?? TransferHandle() else {
            return conclude(transfer, .failure(.unreachable("libcurl has no memory")))
        }
        transfer.prepare(handle, addresses: addresses)
        certificates.prepare(handle.easy)
        live[transfer.id] = (transfer, handle)
        curl_multi_add_handle(multi, handle.easy)
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
        let whenStopped = inbox.withLock { inbox in
            inbox.hasStopped = true
            curl_multi_cleanup(multi)
            return inbox.whenStopped
        }
        for done in whenStopped { done() }
    }
}
