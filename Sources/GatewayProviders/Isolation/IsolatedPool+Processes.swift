// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

extension IsolatedPool {
    /// Starts the first process; gives why it cannot do its work.
    func startFirst() async -> String? {
        await withCheckedContinuation { continuation in
            state.withLock { $0.starts.append { continuation.resume(returning: $0) } }
            launch()
        }
    }

    /// Replaces the process, with manifest and library read anew; calls go to the old one until the new one is ready, and
    /// those that it has then end there. Gives why the new one cannot do its work: the old one then stays.
    func reload(plan: Plan? = nil) async -> String? {
        await withCheckedContinuation { continuation in
            let mustLaunch: Bool? = state.withLock { state in
                if state.isStopping { return nil }
                if let plan { state.plan = plan }
                state.starts.append { continuation.resume(returning: $0) }
                switch state.phase {
                case .running where !state.isReplacing:
                    state.isReplacing = true
                    return true
                case .pausing:
                    state.phase = .starting
                    return true
                case .starting, .running, .stopped: return false
                }
            }
            guard let mustLaunch else { return continuation.resume(returning: "the gateway is stopping") }
            if mustLaunch { launch() }
        }
    }

    /// Has a process that uses too much memory replaced.
    func replace(_ session: ChildSession, used: Int) {
        let mustLaunch = state.withLock { state in
            guard case .running(let current) = state.phase, current === session, !state.isReplacing else {
                return false
            }
            state.isReplacing = true
            return true
        }
        guard mustLaunch else { return }
        logger.info(
            "a plugin's process uses much memory and is replaced", metadata: ["memory.mib": "\(used >> 20)"])
        launch()
    }

    private func launch() {
        PluginProcess.starter.add { [self] in
            let plan = state.withLock { $0.isStopping ? nil : $0.plan }
            guard let plan else { return startFailed("the gateway is stopping") }
            do throws(PluginFault) {
                let order = try plan()
                let process = try PluginProcess.start(program: program, name: name, home: order.dataDirectory)
                let session = ChildSession(process: process, order: order, pool: self)
                state.withLock { $0.next = session }
                session.begin()
            } catch {
                startFailed(error.reason)
            }
        }
    }

    /// A process has loaded its plugin; false when it was ready before.
    func becameReady(_ session: ChildSession, _ hosted: HostedClass) -> Bool {
        let (isFirst, old, starts, grants) = state.withLock {
            state -> (Bool, ChildSession?, [@Sendable (String?) -> Void], [Grant]) in
            guard session.hosted == nil, state.next === session else { return (false, nil, [], []) }
            session.hosted = hosted
            state.next = nil
            state.hosted = hosted
            state.generation += 1
            state.isReplacing = false
            var old: ChildSession?
            if case .running(let former) = state.phase {
                former.isGoing = true
                state.old.append(former)
                if former.openCalls == 0 { old = former }
            }
            state.phase = .running(session)
            defer { state.starts = [] }
            return (true, old, state.starts, self.grants(in: &state))
        }
        guard isFirst else { return false }
        old?.finish()
        if !hosted.isConfined {
            logger.warning("this kernel filters no system calls: the plugin could use the network by itself")
        }
        logger.debug("a plugin's process is ready", metadata: ["process.id": "\(session.process.id)"])
        resume(grants)
        for tell in starts { tell(nil) }
        return true
    }

    /// A process cannot load its plugin, and says why.
    func wasRefused(_ session: ChildSession, _ reason: String) {
        let isNext = state.withLock { state in
            guard state.next === session else { return false }
            state.next = nil
            state.old.append(session)
            session.isGoing = true
            return true
        }
        session.finish()
        if isNext { startFailed(reason) }
    }

    /// No process came of a start.
    func startFailed(_ reason: String) {
        let (starts, isAlone) = state.withLock { state -> ([@Sendable (String?) -> Void], Bool) in
            state.isReplacing = false
            defer { state.starts = [] }
            if case .running = state.phase { return (state.starts, false) }
            return (state.starts, true)
        }
        if isAlone { pause(reason, isExplained: false) }
        for tell in starts { tell(reason) }
    }

    /// A process has ended.
    ///
    /// - Parameter cause: in words that follow "its process".
    func ended(_ session: ChildSession, cause: String, wasWanted: Bool) {
        let (wasNext, wasCurrent) = state.withLock { state in
            state.old.removeAll { $0 === session }
            if state.next === session {
                state.next = nil
                return (true, false)
            }
            guard case .running(let current) = state.phase, current === session else { return (false, false) }
            if !wasWanted { state.crashes += 1 }
            return (false, true)
        }
        if wasNext { return startFailed("its process \(cause) before it was ready") }
        if wasCurrent {
            pause("its process \(cause)", isExplained: session.isLone)
        } else if !wasWanted {
            logger.warning(
                "a plugin's process that was to end did not do so by itself", metadata: ["reason": "\(cause)"]
            )
        }
        signalStop()
    }

    /// Waits for a while, then starts a process.
    private func pause(_ reason: String, isExplained: Bool) {
        let now = monotonicNanoseconds()
        let (decision, grants) = state.withLock { state -> (RestartPolicy.Decision?, [Grant]) in
            guard !state.isStopping else {
                state.phase = .stopped
                return (nil, self.grants(in: &state))
            }
            let decision = state.policy.crashed(at: now, isExplained: isExplained)
            let time: Int64 =
                switch decision {
                case .restart(let time), .pause(let time): time
                }
            state.phase = .pausing(until: now + time, reason: reason)
            return (decision, self.grants(in: &state))
        }
        resume(grants)
        signalStop()
        guard let decision else { return }
        let time: Int64
        switch decision {
        case .restart(let pause):
            time = pause
            logger.warning(
                "a plugin has no process and gets a new one",
                metadata: ["reason": "\(reason)", "after.ms": "\(time / 1_000_000)"])
        case .pause(let pause):
            time = pause
            logger.error(
                "a plugin crashes again and again and is out of service for a while",
                metadata: ["reason": "\(reason)", "after.ms": "\(time / 1_000_000)"])
        }
        _ = TimerThread.shared.schedule(at: now + time) { [weak self] in self?.restart() }
    }

    private func restart() {
        let mustLaunch = state.withLock { state in
            guard case .pausing = state.phase, !state.isStopping else { return false }
            state.phase = .starting
            return true
        }
        if mustLaunch { launch() }
    }

    // MARK: The end

    /// Refuses new calls and waits until no call is open or `grace` has passed.
    func drain(grace: Duration) async {
        let grants = state.withLock { state in
            state.isStopping = true
            return self.grants(in: &state)
        }
        resume(grants)
        await waitToStop(for: grace) { $0.sessions.allSatisfy { $0.openCalls == 0 } }
    }

    func retire() {
        let (grants, idle, unready) = state.withLock { state in
            state.isStopping = true
            for session in state.sessions { session.isGoing = true }
            return (
                self.grants(in: &state), state.sessions.filter { $0.openCalls == 0 && $0.hosted != nil },
                state.sessions.filter { $0.hosted == nil }
            )
        }
        resume(grants)
        for session in idle { session.finish() }
        for session in unready { session.kill("was ended: it is not configured any more") }
    }

    /// Ends every process, and waits until all are gone: those that do not end within `grace` are killed.
    func end(grace: Duration) async {
        let (idle, busy) = state.withLock { state in
            for session in state.sessions { session.isGoing = true }
            return (
                state.sessions.filter { $0.openCalls == 0 && $0.hosted != nil },
                state.sessions.filter { $0.openCalls > 0 || $0.hosted == nil }
            )
        }
        for session in idle { session.finish() }
        for session in busy { session.kill("was ended: the gateway is stopping") }
        await waitToStop(for: grace) { $0.sessions.isEmpty }
        for session in state.withLock({ $0.sessions }) { session.kill("was ended: it did not stop") }
        await waitToStop(for: .seconds(1)) { $0.sessions.isEmpty }
    }

    private func waitToStop(for grace: Duration, until isSo: @escaping @Sendable (State) -> Bool) async {
        let signal = CancelSignal()
        let time = monotonicNanoseconds() + grace.milliseconds * 1_000_000
        let timer = TimerThread.shared.schedule(at: time) { signal.raise() }
        state.withLock { state in
            state.stopStep = (isSo, signal)
            if isSo(state) { signal.raise() }
        }
        await signal.wait()
        TimerThread.shared.cancel(timer)
    }

    /// Goes on with stopping when that is possible.
    func signalStop() {
        state.withLock { state in
            if let (isSo, signal) = state.stopStep, isSo(state) { signal.raise() }
        }
    }
}

extension IsolatedPool.State {
    /// All processes there are.
    var sessions: [ChildSession] {
        var sessions = old
        if let next { sessions.append(next) }
        if case .running(let session) = phase { sessions.append(session) }
        return sessions
    }
}
