// SPDX-License-Identifier: Apache-2.0
import CCurl
import GatewayCore
import Glibc

/// libcurl's multi interface on a thread of its own: no shared thread ever waits for the network.
final class TransferLoop: @unchecked Sendable {
    // Sendable: `multi` is used by the loop's thread alone, but for `curl_multi_wakeup`, which is made for others
    // and is called only while the lock shows that the loop has not ended; `live` and `idle` are the thread's own.
    let limits: EgressLimits
    private let rules: EgressRules
    private let multi: UnsafeMutableRawPointer
    private let inbox = Locked(Inbox())
    private var live: [UInt64: Transfer] = [:]
    private var handles: [UInt64: UnsafeMutableRawPointer] = [:]
    private var idle: [UnsafeMutableRawPointer] = []

    private struct Inbox {
        var lastID: UInt64 = 0
        var open: Set<UInt64> = []
        var new: [Transfer] = []
        var cancelled: Set<UInt64> = []
        var whenStopped: [@Sendable () -> Void] = []
        var isStopping = false
        var hasStopped = false
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(rules: EgressRules, limits: EgressLimits) {
        self.rules = rules
        self.limits = limits
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
            curl_multi_wakeup(multi)
            return nil
        }
        guard let refusal else { return }
        forget(transfer.id)
        transfer.end(.failure(refusal))
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
            let (new, cancelled, isStopping) = inbox.withLock { inbox in
                defer { inbox.new = [] }
                return (inbox.new, inbox.cancelled, inbox.isStopping)
            }
            for transfer in new { add(transfer) }
            for id in cancelled { end(id, .failure(.cancelled)) }
            if isStopping { return finish() }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var code = CURLE_OK
            while let easy = ccurl_multi_next_done(multi, &code) {
                guard let context = ccurl_private(easy) else { continue }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                end(transfer.id, transfer.result(code, status: ccurl_response_code(easy)))
            }
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
    }

    private func add(_ transfer: Transfer) {
        guard let easy = idle.popLast() ?? curl_easy_init() else {
            forget(transfer.id)
            return transfer.end(.failure(.unreachable("libcurl has no memory")))
        }
        transfer.prepare(easy, rules: rules)
        live[transfer.id] = transfer
        handles[transfer.id] = easy
        curl_multi_add_handle(multi, easy)
    }

    private func end(_ id: UInt64, _ result: Result<OutboundResponse, OutboundError>) {
        guard let transfer = live.removeValue(forKey: id), let easy = handles.removeValue(forKey: id) else {
            return
        }
        curl_multi_remove_handle(multi, easy)
        if idle.count < limits.connectionsPerHost {
            curl_easy_reset(easy)
            idle.append(easy)
        } else {
            curl_easy_cleanup(easy)
        }
        forget(id)
        transfer.end(result)
    }

    private func finish() {
        for id in Array(live.keys) { end(id, .failure(.cancelled)) }
        for easy in idle { curl_easy_cleanup(easy) }
        let whenStopped = inbox.withLock { inbox in
            inbox.hasStopped = true
            curl_multi_cleanup(multi)
            return inbox.whenStopped
        }
        for done in whenStopped { done() }
    }
}
