// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Glibc

/// Carries out one check in this process, which is there for nothing else, and ends it.
///
/// - Parameters:
///   - job: JSON, as ``PluginValidation`` passes it on.
///   - text: what `text/1` asks.
public func runPluginCheck(_ job: String, text: TextServices) -> Never {
    guard let value = try? JSONValue(parsing: Array(job.utf8)), let output = CapturedOutput() else {
        _exit(70)
    }
    HostText.services.withLock { $0 = text }
    let job = CheckJob(value)
    CheckHostServices.start()
    // Whatever becomes of the one who waits for it, it does not stay for ever.
    alarm(UInt32(clamping: (PluginCheck.named(job.check)?.seconds ?? 30) + 10))
    if job.check.isEmpty {
        CheckChild.describe(job, to: output.result)
    } else {
        CheckChild.write(CheckChild.verdict(of: job, output), to: output.result)
    }
    _exit(0)
}

/// What the process of a check does.
private enum CheckChild {
    static func verdict(of job: CheckJob, _ output: CapturedOutput) -> JSONValue {
        guard let check = PluginCheck.named(job.check) else {
            return ["status": "failed", "detail": "there is no such check"]
        }
        do throws(CheckFault) {
            let run = CheckRun(job, output: output)
            run.letServiceAnswer()
            try check.run(run)
            return ["status": "passed", "detail": ""]
        } catch {
            switch error {
            case .broken(let reason): return ["status": "failed", "detail": .string(reason)]
            case .skipped(let reason): return ["status": "skipped", "detail": .string(reason)]
            }
        }
    }

    /// Tells of every provider: first what its class says, then what calls can ask it for.
    ///
    /// Two lines, for a plugin may crash in between.
    static func describe(_ job: CheckJob, to descriptor: Int32) {
        let run = CheckRun(job)
        guard let manifest = try? run.manifest(), let classes = try? run.classes() else { return }
        var all = classes.map { ProviderFacts($0, manifest) }
        for index in all.indices {
            (all[index].source, all[index].target) = (job.source.or("en"), job.target.or("es"))
            all[index].model = job.model
        }
        write(.array(all.map(\.json)), to: descriptor)
        for (index, value) in classes.enumerated() {
            var job = job
            job.provider = all[index]
            try? look(CheckRun(job), value, &all[index])
        }
        write(.array(all.map(\.json)), to: descriptor)
    }

    private static func look(
        _ run: CheckRun, _ value: ProviderClass, _ facts: inout ProviderFacts
    ) throws(CheckFault) {
        let instance = try run.instance(of: value)
        if value.listPairs != nil {
            let pairs = try run.wait(run.list(in: instance), seconds: 20).pairs
            let wanted = pairs.filter { pair in
                pair.refused.isEmpty && (run.job.model.isEmpty || pair.model == run.job.model)
                    && (run.job.source.isEmpty || [run.job.source, "*"].contains(pair.source))
                    && (run.job.target.isEmpty || [run.job.target, "*"].contains(pair.target))
            }
            let chosen = wanted.first { !$0.byNameOnly } ?? wanted.first
            if let chosen {
                facts.source = chosen.source == "*" ? facts.source : chosen.source
                facts.target = chosen.target == "*" ? facts.target : chosen.target
                facts.model = chosen.model
            }
            facts.takesAnyPair = wanted.contains { pair in
                pair.source == "*" && pair.target == "*" && pair.model == facts.model
            }
        }
        guard facts.answers else { return }
        var job = run.job
        job.provider = facts
        let record = try run.wait(CheckRun(job).ask(in: instance))
        if record.status == Int32(DGM_UNSUPPORTED_PAIR.rawValue), facts.model.isEmpty {
            // A service of many models has none that goes without saying; which one is all the same to this host.
            facts.model = "model"
            job.provider = facts
            _ = try run.wait(CheckRun(job).ask(in: instance))
        }
        facts.usesHTTP = run.book.state.change { !$0.exchanges.isEmpty }
    }

    /// A line on what was standard output before.
    static func write(_ value: JSONValue, to descriptor: Int32) {
        let bytes = value.bytes + [0x0A]
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

extension String {
    fileprivate func or(_ other: String) -> String { isEmpty ? other : self }
}
