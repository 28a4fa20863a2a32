// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
import Glibc

/// Checks whether a plugin keeps what the header promises, each check in a process of its own.
public struct PluginValidation: Sendable {
    /// The plugin's folder.
    public var folder: String
    /// The program that carries out one check when its arguments end with a job.
    public var program: [String]
    /// Settings of the provider; the schema's defaults are filled in.
    public var settings = JSONObject()
    /// Only checks whose name has this in it; empty: all.
    public var filter = ""
    /// What texts of chance begin with.
    public var seed: UInt64 = 1
    /// An answer of the provider's service, for those that ask one by `http/1`; empty: there is none.
    public var answer = ""
    /// Source locale to ask for, in the place of one that the provider lists; empty: as listed.
    public var source = ""
    /// Target locale to ask for; empty: as listed.
    public var target = ""
    /// Model to ask for; empty: as listed.
    public var model = ""
    /// Checks that run at the same time.
    public var parallel = 2

    /// Makes a validation with nothing but what it needs.
    public init(folder: String, program: [String]) {
        self.folder = folder
        self.program = program
    }

    /// Names and promises of all checks there are.
    public static var checks: [(name: String, promise: String)] {
        PluginCheck.all.map { ($0.name, $0.promise) }
    }

    /// Runs all checks that concern the plugin. Blocks for as long as that takes.
    public func run() -> ValidationReport {
        let facts = facts()
        var planned: [PlannedCheck] = []
        for check in PluginCheck.all where filter.isEmpty || check.name.contains(filter) {
            switch check.subject {
            case .plugin: planned.append(plan(check, ProviderFacts()))
            case .provider(let concerns):
                planned += facts.filter(concerns).map { plan(check, $0) }
            }
        }
        let ends = CheckProcesses(program: program, parallel: parallel).run(
            planned.map { ($0.job, $0.check.seconds) })
        return ValidationReport(
            entries: zip(planned, ends).map { $0.entry($1) }, seed: seed)
    }

    /// What the plugin says of its providers; nothing when it cannot be opened, which its checks tell.
    private func facts() -> [ProviderFacts] {
        let end = CheckProcesses(program: program, parallel: 1).run([(job("", ProviderFacts()), 30)])
        let lines = end[0].output.split(separator: 0x0A)
        return lines.last.flatMap { try? JSONValue(parsing: Array($0)) }?.array?.map(ProviderFacts.init) ?? []
    }

    private func job(_ check: String, _ facts: ProviderFacts) -> CheckJob {
        var job = CheckJob()
        (job.check, job.folder, job.provider, job.settings) = (check, folder, facts, settings)
        (job.seed, job.answer, job.source, job.target, job.model) = (seed, answer, source, target, model)
        return job
    }

    private func plan(_ check: PluginCheck, _ facts: ProviderFacts) -> PlannedCheck {
        PlannedCheck(check: check, job: job(check.name, facts))
    }
}

/// A check of a plugin or of one of its providers.
private struct PlannedCheck {
    let check: PluginCheck
    let job: CheckJob

    /// What became of it.
    func entry(_ end: CheckProcesses.End) -> ValidationReport.Entry {
        let verdict = verdict(end)
        return ValidationReport.Entry(
            name: check.name, provider: job.provider.id, status: verdict.status, detail: verdict.detail,
            promise: check.promise, milliseconds: end.milliseconds)
    }

    private func verdict(_ end: CheckProcesses.End) -> (status: ValidationReport.Status, detail: String) {
        let line = end.output.split(separator: 0x0A).first.map(Array.init) ?? []
        if case .exited(0) = end.cause, let object = (try? JSONValue(parsing: line))?.object,
            let status = object["status"]?.string.flatMap(ValidationReport.Status.init)
        {
            return (status, object["detail"]?.string ?? "")
        }
        let last = end.errors.split { $0 == 0x0A || $0 == 0x0D }.last.map {
            String(decoding: $0, as: UTF8.self)
        }
        let words = last.map { "; it wrote: \($0.suffix(200))" } ?? ""
        switch end.cause {
        case .exited(let status):
            return (.failed, "the plugin ended the process with exit(\(status))\(words)")
        case .signalled(let signal):
            let name = strsignal(signal).map { String(cString: $0) } ?? ""
            return (.failed, "the plugin crashed: \(Self.name(of: signal)) (\(name))\(words)")
        case .timedOut: return (.failed, "it did not end within \(check.seconds) s")
        case .notStarted(let reason): return (.failed, "the process did not start: \(reason)")
        }
    }

    private static func name(of signal: Int32) -> String {
        let names = [
            SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL",
            SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGPIPE: "SIGPIPE",
            SIGALRM: "SIGALRM", SIGSYS: "SIGSYS",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}
