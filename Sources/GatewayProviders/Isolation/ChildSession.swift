// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Logging

/// One plugin's process, from its start to its end, with the calls it has.
///
/// A thread of its own reads what the process writes. Nothing of that is trusted: what makes no sense ends the process.
final class ChildSession: @unchecked Sendable {
    // Sendable: what changes is behind the lock, but for what the pool's lock guards.
    let process: PluginProcess
    let order: StartOrder
    private let pool: IsolatedPool
    private let channel: FrameChannel
    private let log: PluginLog
    private let state = Locked(State())

    // Guarded by the pool's lock
    var hosted: HostedClass?
    var openCalls = 0
    /// Its one call has to be alone.
    var isLone = false
    /// It ends with its last call.
    var isGoing = false

    private struct State {
        var calls: [UInt64: RemoteCall] = [:]
        /// The gateway's ids of exchanges by its own.
        var exchanges: [UInt64: UInt64] = [:]
        var stuck = 0
        var awaitsPong = false
        /// Why the gateway ended it.
        var reason: String?
        var mayEnd = false
        var isReaped = false
        var isOver = false
        var watch: UInt64?
    }

    /// Has `process` carry out `order`.
    init(process: PluginProcess, order: StartOrder, pool: IsolatedPool) {
        self.process = process
        self.order = order
        self.pool = pool
        channel = FrameChannel(descriptor: process.socket)
        log = PluginLog(
            logger: pool.logger, plugin: pool.plugin, provider: pool.name,
            linesPerSecond: pool.limits.logLines)
    }

    /// Calls that outlived their deadline and are still open.
    var stuckCalls: Int { state.withLock { $0.stuck } }

    /// Lets it begin.
    func begin() {
        startThread { self.read() }
        _ = channel.send(order.frame)
        let time = monotonicNanoseconds() + pool.limits.preparationTime.milliseconds * 1_000_000
        _ = TimerThread.shared.schedule(at: time) { [weak self] in
            guard let self, pool.state.withLock({ _ in self.hosted == nil }) else { return }
            kill("was ended: it was not ready in time")
        }
        watchMemory()
    }

    // MARK: Its end

    /// Ends it at once; `reason` in words that follow "its process".
    func kill(_ reason: String) {
        state.withLock { state in
            guard !state.isReaped else { return }
            state.reason = state.reason ?? reason
            process.kill()
        }
    }

    /// Has it end by itself, now that it has no calls; it is killed when it does not.
    func finish() {
        state.withLock { $0.mayEnd = true }
        if !channel.send(FrameWriter(.stop).finished()) { kill("was ended: it did not read") }
        let time = monotonicNanoseconds() + 20_000_000_000
        _ = TimerThread.shared.schedule(at: time) { [weak self] in self?.kill("was ended: it did not stop") }
    }

    /// Hands on what `secret/1` gives from now on.
    func give(secrets: [String: String]) {
        var frame = FrameWriter(.secrets)
        frame.write(secrets: secrets)
        _ = channel.send(frame.finished())
    }

    /// Looks now and then at how much memory it uses.
    private func watchMemory() {
        let watch = TimerThread.shared.schedule(at: monotonicNanoseconds() + 500_000_000) { [weak self] in
            self?.checkMemory()
        }
        let isOver = state.withLock { state in
            state.watch = watch
            return state.isOver
        }
        if isOver { TimerThread.shared.cancel(watch) }
    }

    private func checkMemory() {
        let used = process.memory
        if used > order.memory + order.memory / 2 {
            return kill("was killed for memory: it used \(used >> 20) MiB of \(order.memory >> 20)")
        }
        if used > order.memory { pool.replace(self, used: used) }
        watchMemory()
    }

    private func read() {
        do throws(FrameFault) {
            try channel.read { kind, payload throws(FrameFault) in try take(kind, payload) }
        } catch {
            kill("was ended: it broke the protocol: \(error.reason)")
        }
        channel.shutDown()
        reap()
    }

    private func reap() {
        // One that closed its socket and lives on is of no use.
        let watchdog = TimerThread.shared.schedule(at: monotonicNanoseconds() + 1_000_000_000) {
            self.kill("was ended: it closed its socket")
        }
        process.wait()
        TimerThread.shared.cancel(watchdog)
        let (end, reason, mayEnd) = state.withLock { state in
            // Under the lock under which it is killed: another process may get its number at once.
            let end = process.reap()
            state.isReaped = true
            return (end, state.reason, state.mayEnd)
        }
        let cause = reason ?? end.text
        // The pool first: a call that is refused from here on, or is told of the crash, and comes again must not get this
        // session a second time.
        pool.ended(self, cause: cause, wasWanted: mayEnd && reason == nil)
        let (calls, exchanges, watch) = state.withLock { state in
            state.isOver = true
            defer {
                state.calls = [:]
                state.exchanges = [:]
                state.stuck = 0
            }
            return (Array(state.calls.values), state.exchanges, state.watch)
        }
        if let watch { TimerThread.shared.cancel(watch) }
        for exchange in exchanges.values { ExchangeTable.shared.cancel(exchange) }
        let error = ProviderError(.unavailable, "\(pool.name): its process \(cause)", isCrash: true)
        for call in calls { conclude(call, .failure(error)) }
    }

    // MARK: Calls

    /// Sends a call; whoever waits is told its end.
    func make(
        _ call: RemoteCall, deadline: Int64, _ frame: [UInt8],
        _ waiter: CheckedContinuation<RemoteCall.Answer, Never>
    ) {
        let timer = TimerThread.shared.schedule(at: deadline) { [weak self] in
            guard let self else { return }
            abandon(call, ProviderError(.timedOut, "\(pool.name): no answer in time"), isLate: true)
        }
        let refusal: ProviderError? = state.withLock { state in
            if state.isOver {
                return ProviderError(
                    .unavailable, "\(pool.name): its process \(state.reason ?? "is gone")", isCrash: true)
            }
            if let refusal = call.refusal { return refusal }
            call.waiter = waiter
            call.timer = timer
            state.calls[call.ticket] = call
            return nil
        }
        if let refusal {
            TimerThread.shared.cancel(timer)
            pool.leave(self, isSuspect: call.isSuspect, isDone: false)
            return waiter.resume(returning: .failure(refusal))
        }
        if !channel.send(frame) { kill("was ended: it does not read") }
    }

    /// Gives a call up: who waits gets the error now, and the process is asked to end it.
    func abandon(_ call: RemoteCall, _ error: ProviderError, isLate: Bool) {
        let (waiter, mustCancel, becameStuck) = state.withLock {
            state -> (CheckedContinuation<RemoteCall.Answer, Never>?, Bool, Bool) in
            guard state.calls[call.ticket] != nil else {
                // Not made yet, and so never; or over.
                call.refusal = error
                return (nil, false, false)
            }
            let becameStuck = isLate && !call.isStuck
            if becameStuck {
                call.isStuck = true
                state.stuck += 1
            }
            defer {
                call.waiter = nil
                call.cancelWasSent = true
            }
            return (call.waiter, !call.cancelWasSent, becameStuck)
        }
        waiter?.resume(returning: .failure(error))
        if mustCancel { _ = channel.send(CallFrame.cancel(ticket: call.ticket)) }
        if becameStuck { lookAfterStuckCalls() }
    }

    /// Ends a process that has too many stuck calls, or whose thread that reads does not answer any more.
    private func lookAfterStuckCalls() {
        let stuck = stuckCalls
        let places = pool.state.withLock { _ in hosted?.places ?? 1 }
        if stuck >= min(pool.limits.stuckCalls, places) {
            return kill("was ended: \(stuck) stuck \(stuck == 1 ? "call" : "calls")")
        }
        let mustAsk = state.withLock { state in
            defer { state.awaitsPong = true }
            return !state.awaitsPong
        }
        guard mustAsk else { return }
        _ = channel.send(FrameWriter(.ping).finished())
        let time = monotonicNanoseconds() + pool.limits.responseTime.milliseconds * 1_000_000
        _ = TimerThread.shared.schedule(at: time) { [weak self] in
            guard let self, state.withLock({ $0.awaitsPong }) else { return }
            kill("was ended: it does not answer")
        }
    }

    private func conclude(_ call: RemoteCall, _ answer: RemoteCall.Answer) {
        // No lock: nobody else reaches a call that has left the table, but for a timer that then finds it gone.
        if let timer = call.timer { TimerThread.shared.cancel(timer) }
        call.waiter?.resume(returning: answer)
        call.waiter = nil
    }

    // MARK: Frames

    private func take(_ kind: FrameKind, _ payload: UnsafeRawBufferPointer) throws(FrameFault) {
        var reader = FrameReader(payload)
        switch kind {
        case .ended: try takeEnd(&reader)
        case .log:
            let (level, text) = try FrameLog.line(&reader)
            text.utf8.withContiguousStorageIfAvailable { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    log.write(
                        CStruct.readable($0.baseAddress, $0.count, limit: PluginLog.lineLimit), level: level)
                }
            }
        case .exchange: try takeExchange(&reader)
        case .cancelExchange:
            let id = try reader.unsigned()
            if let exchange = state.withLock({ $0.exchanges[id] }) { ExchangeTable.shared.cancel(exchange) }
        case .pong: state.withLock { $0.awaitsPong = false }
        case .ready:
            let hosted = try HostedClass(&reader)
            guard pool.becameReady(self, hosted) else { throw FrameFault(reason: "it is ready twice") }
        case .refused: pool.wasRefused(self, try reader.text(limit: 65_536))
        case .start, .translate, .generate, .recognize, .pairs, .warmUp, .cancel, .secrets, .exchanged, .ping,
            .stop:
            throw FrameFault(reason: "a frame goes the wrong way")
        }
    }

    private func takeEnd(_ reader: inout FrameReader) throws(FrameFault) {
        let ticket = try reader.unsigned()
        guard let call = state.withLock({ $0.calls[ticket] }) else {
            throw FrameFault(reason: "it ended a call that it does not have")
        }
        let answer = try CallEnd.read(&reader, of: call.kind, outputLimit: pool.limits.outputBytes)
        state.withLock { state in
            state.calls[ticket] = nil
            if call.isStuck { state.stuck -= 1 }
        }
        var isDone = false
        if case .success = answer { isDone = true }
        pool.leave(self, isSuspect: call.isSuspect, isDone: isDone)
        conclude(call, answer)
    }

    private func takeExchange(_ reader: inout FrameReader) throws(FrameFault) {
        let id = try reader.unsigned()
        guard let pump = pool.services.exchanges, order.hasOutbound else {
            throw FrameFault(reason: "it wants an exchange and may not")
        }
        let request = try ExchangeFrame.request(&reader, limits: pool.limits)
        let exchange = Exchange(request) { [weak self] _, answer in
            guard let self else { return }
            state.withLock { _ = $0.exchanges.removeValue(forKey: id) }
            _ = channel.send(ExchangeFrame.over(id, answer))
        }
        let (isNew, isTaken) = state.withLock { state in
            guard state.exchanges[id] == nil else { return (false, false) }
            guard !state.isOver, state.exchanges.count < pool.limits.exchanges else { return (true, false) }
            state.exchanges[id] = exchange.id
            return (true, true)
        }
        guard isNew else { throw FrameFault(reason: "it gave two exchanges one id") }
        ExchangeTable.shared.add(exchange)
        if !isTaken || !pump.submit(exchange) {
            exchange.deliver(.failure(.unreachable("too many exchanges")))
        }
    }
}
