// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

extension PluginCheck {
    /// What the process is like after a plugin was in it.
    static let ofProcess: [PluginCheck] = [
        PluginCheck("process-lives", "nothing that a host does ends the process", of: .each) {
            run throws(CheckFault) in
            try Round.of(run)
        },
        PluginCheck("process-stdout", "nothing is written to standard output", of: .each) {
            run throws(CheckFault) in
            try Round.of(run)
            if let text = run.output?.text(), !text.isEmpty {
                throw .broken("it wrote \"\(text.prefix(60))\"")
            }
        },
        state("process-folder", "the working directory stays") { $0.folder == $1.folder },
        state("process-umask", "the umask stays") { $0.umask == $1.umask },
        state("process-locale", "setlocale is not called") { $0.locale == $1.locale },
        state("process-signals", "signal handlers stay") { $0.signals == $1.signals },
        state("process-signal-mask", "the signals that a thread blocks stay") {
            $0.blockedSignals == $1.blockedSignals
        },
        state("process-environment", "environment variables stay") { $0.environment == $1.environment },
        PluginCheck(
            "process-no-socket", "the network is reached by the host's http/1 alone",
            of: .provider { _ in true }
        ) { run throws(CheckFault) in
            guard try run.manifest().network != .own else { return }
            let before = ProcessState.networkSockets
            let instance = try run.instance()
            var most = before
            if run.facts.answers {
                let ticket = try run.ask(in: instance)
                most = max(most, ProcessState.networkSockets)
                _ = try run.wait(ticket)
            }
            most = max(most, ProcessState.networkSockets)
            if most > before {
                throw .broken(
                    "it has a network socket of its own, and the manifest does not say network: own")
            }
        },
        PluginCheck(
            "calls-do-not-block", "with blocking 0 each call returns at once",
            of: .provider { !$0.isBlocking }
        ) { run throws(CheckFault) in
            run.book.state.change { $0.script = .silence }
            let instance = try run.instance()
            if run.facts.answers {
                try isQuick("a call for a text", run) { () throws(CheckFault) in try run.ask(in: instance) }
            }
            if run.facts.recognizes {
                try isQuick("recognize", run) { () throws(CheckFault) in
                    try run.recognize("Hello", in: instance)
                }
            }
            if run.facts.listsPairs {
                try isQuick("list", run) { () throws(CheckFault) in try run.list(in: instance) }
            }
        },
    ]

    /// Half of all calls return within a time that is long beside the millisecond that was promised.
    private static func isQuick(
        _ what: String, _ run: CheckRun, _ begin: () throws(CheckFault) -> UInt64
    ) throws(CheckFault) {
        var times: [Int64] = []
        for _ in 0..<21 {
            let ticket = try begin()
            times.append(run.book.state.change { ($0.calls[ticket]).map { $0.returned - $0.begun } ?? 0 })
            if run.facts.usesHTTP { break }
        }
        let median = times.sorted()[times.count / 2] / 1_000_000
        if median >= 15 { throw .broken("\(what) returned after \(median) ms") }
    }

    private static func state(
        _ name: String, _ promise: String, _ isSame: @escaping @Sendable (ProcessState, ProcessState) -> Bool
    ) -> PluginCheck {
        PluginCheck(name, promise, of: .each) { run throws(CheckFault) in
            let before = ProcessState.current
            try Round.of(run)
            if !isSame(before, ProcessState.current) { throw .broken("it is another one now") }
        }
    }

    /// What stays of many calls.
    static let ofResources: [PluginCheck] = [
        PluginCheck(
            "calls-do-not-leak", "10,000 calls leave less than 1 kB each, and no thread or file",
            of: .provider { $0.answers && !$0.usesHTTP }, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            try LeakMeter.measure("call", warm: 500, times: 10_000, run) { () throws(CheckFault) in
                let ticket = try run.ask(in: instance)
                _ = try run.wait(ticket)
                run.book.forget(ticket)
            }
        },
        PluginCheck(
            "exchanges-do-not-leak", "calls whose service fails leave less than 1 kB each",
            of: .provider { $0.answers && $0.usesHTTP }, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            try LeakMeter.measure("call", warm: 200, times: 2_000, run) { () throws(CheckFault) in
                let ticket = try run.ask(in: instance)
                _ = try run.wait(ticket)
                run.book.forget(ticket)
                run.book.state.change { $0.exchanges = $0.exchanges.filter { !$0.value.isOver } }
            }
        },
        PluginCheck(
            "cancelling-does-not-leak", "calls that are cancelled leave less than 1 kB each",
            of: .provider { $0.answers && $0.cancels && !$0.usesHTTP }, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            try LeakMeter.measure("cancelled call", warm: 200, times: 2_000, run) { () throws(CheckFault) in
                let ticket = try run.ask(in: instance)
                instance.cancel(ticket)
                _ = try run.wait(ticket)
                run.book.forget(ticket)
            }
        },
        PluginCheck(
            "recognizing-does-not-leak", "10,000 questions for a locale leave less than 1 kB each",
            of: .provider { $0.recognizes }, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            try LeakMeter.measure("question", warm: 500, times: 10_000, run) { () throws(CheckFault) in
                let ticket = try run.recognize("This is a text in English.", in: instance)
                _ = try run.wait(ticket)
                run.book.forget(ticket)
            }
        },
        PluginCheck(
            "lists-do-not-leak", "lists of pairs leave less than 1 kB each", of: .provider { $0.listsPairs },
            seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            try LeakMeter.measure("list", warm: 100, times: 1_000, run) { () throws(CheckFault) in
                let ticket = try run.list(in: instance)
                _ = try run.wait(ticket)
                run.book.forget(ticket)
            }
        },
    ]
}
