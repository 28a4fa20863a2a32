// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayStore
import GatewayTestSupport
import GatewayText
import Logging
import ServiceLifecycle
import Testing

@testable import GatewayWork

#if canImport(Glibc)
    import Glibc
#endif

/// The worker over a real database: what it claims, it ends, once.
@Suite struct WorkerTests {
    @Test func `every job of a group ends with output, its locale's own`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one {x}","n":1.50}"#, to: ["es", "es-MX"])
        let jobs = try await bench.run(until: group)
        // A warning says that es stood in for es-MX.
        #expect(jobs.map(\.status) == [.completed, .completedWithWarnings])
        #expect(try await bench.output(of: jobs[0]) == #"{"a":"ONE {x}","n":1.50}"#)
        await bench.end()
    }

    @Test func `one locale never touches another`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es", "xx"])
        let jobs = try await bench.run(until: group)
        #expect(jobs.map(\.status) == [.completed, .failed])
        #expect(jobs[1].errorMessage?.contains("en to xx") == true)
        #expect(jobs[1].attempts == 1)
        await bench.end()
    }

    @Test func `an error that may pass is tried again, and the job then completes`() async throws {
        let failures = Locked(2)
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { call throws(ProviderError) in
            let fails = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw ProviderError(.unavailable, "not now") }
            return call.segments.map { $0.text.uppercased() }
        }
        let bench = try await Bench([provider])
        let jobs = try await bench.run(until: try await bench.submit(#"{"a":"one"}"#, to: ["es"]))
        #expect(jobs[0].status == .completed)
        #expect(jobs[0].attempts == 3)
        await bench.end()
    }

    @Test func `a job that fails at every attempt fails for good, and says why`() async throws {
        let bench = try await Bench([failing("scripted", ProviderError(.unavailable, "not now"))])
        let jobs = try await bench.run(until: try await bench.submit(#"{"a":"one"}"#, to: ["es"]))
        #expect(jobs[0].status == .failed)
        #expect(jobs[0].attempts == 3)
        #expect(jobs[0].errorMessage?.contains("not now") == true)
        await bench.end()
    }

    @Test func `a text that keeps its source makes the job one with warnings`() async throws {
        let bench = try await Bench([spanish { $0 == "bad" ? "" : $0.uppercased() }])
        let jobs = try await bench.run(until: try await bench.submit(#"{"a":"bad","b":"good"}"#, to: ["es"]))
        #expect(jobs[0].status == .completedWithWarnings)
        #expect(try await bench.output(of: jobs[0]) == #"{"a":"bad","b":"GOOD"}"#)
        await bench.end()
    }

    @Test func `a stage that was asked for and does not run is recorded as skipped`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es"], stages: [.preEdit, .backTranslation])
        let jobs = try await bench.run(until: group)
        let steps = try await bench.steps(of: jobs[0])
        #expect(steps.map { $0["stepId"]?.string } == ["preEdit", "localization", "backTranslation"])
        #expect(steps.map { $0["status"]?.string } == ["skipped", "completed", "skipped"])
        #expect(jobs[0].status == .completed)
        await bench.end()
    }

    @Test func `what a dead process had finished of a job is never sent again`() async throws {
        let traits = ProviderTraits(maximumSegments: 1, parallelCalls: 1)
        let texts = (0..<6).map { "\"t\($0)\":\"text \($0)\"" }.joined(separator: ",")
        // The first process hangs in the fourth batch and dies with its lease.
        let hung = ScriptedProvider(pairs: [pair("en", "es")], traits: traits) { call throws(ProviderError) in
            if call.segments[0].text == "text 3" {
                do { try await Task.sleep(for: .seconds(600)) } catch { throw ProviderError(.cancelled, "x") }
            }
            return call.segments.map { $0.text.uppercased() }
        }
        let bench = try await Bench([hung])
        let group = try await bench.submit("{\(texts)}", to: ["es"])
        let attempt = try #require(try await bench.claim().first)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { _ = try? await bench.jobRun.outcome(of: attempt) }
            while hung.calls.count < 4 { await Task.yield() }
            tasks.cancelAll()
        }
        #expect(try await bench.store.recover(maximumCrashes: 3, at: bench.clock.now()) == 1)
        let fresh = spanish(traits: traits)
        let second = bench.with([fresh])
        let jobs = try await second.run(until: group)
        #expect(jobs[0].status == .completed)
        #expect(fresh.calls.map { $0.segments[0].text } == ["text 3", "text 4", "text 5"])
        await bench.end()
    }

    @Test func `a worker that stops gives back what it has not finished`() async throws {
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { _ throws(ProviderError) in
            do { try await Task.sleep(for: .seconds(600)) } catch { throw ProviderError(.cancelled, "x") }
            return []
        }
        let bench = try await Bench([provider])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es"])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await bench.worker.run() }
            while provider.calls.isEmpty { await Task.yield() }
            tasks.cancelAll()
        }
        let attempts = try await bench.claim()
        #expect(attempts.map(\.group) == [group])
        #expect(attempts.map(\.number) == [1])
        await bench.end()
    }

    @Test(arguments: [true, false])
    func `a job that a client ends under way is given up at once`(isDeleted: Bool) async throws {
        let isGivenUp = Locked(false)
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { _ throws(ProviderError) in
            do { try await Task.sleep(for: .seconds(600)) } catch {
                isGivenUp.withLock { $0 = true }
                throw ProviderError(.cancelled, "x")
            }
            return []
        }
        let bench = try await Bench([provider])
        let group = try await bench.submit(#"{"a":"one"}"#, to: ["es"])
        let (store, organization) = (bench.store, bench.engine.organization)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await bench.worker.run() }
            while provider.calls.isEmpty { await Task.yield() }
            if isDeleted {
                _ = try? await store.delete(
                    .group(group), of: organization, by: .operator, at: bench.clock.now())
            } else {
                _ = try? await store.cancel(.group(group), of: organization, at: bench.clock.now())
            }
            while isGivenUp.withLock({ !$0 }) { await Task.yield() }
            tasks.cancelAll()
        }
        #expect(
            try await store.group(group, of: organization)?.jobs.map(\.isCancelled)
                == (isDeleted ? nil : [true]))
        #expect(provider.calls.count == 1)
        await bench.end()
    }

    @Test func `a job that was under way at two deaths is run with nothing beside it`() async throws {
        let open = Locked<(now: [String], beside: Bool)>(([], false))
        let provider = ScriptedProvider(pairs: [pair("en", "es")]) { call throws(ProviderError) in
            let text = call.segments[0].text
            open.withLock { open in
                open.now.append(text)
                if open.now.contains("suspect"), open.now.count > 1 { open.beside = true }
            }
            await Task.yield()
            open.withLock { open in open.now.removeAll { $0 == text } }
            return [text.uppercased()]
        }
        let bench = try await Bench([provider])
        let suspect = try await bench.submit(#"{"a":"suspect"}"#, to: ["es"])
        for _ in 0..<2 {
            _ = try await bench.claim()
            _ = try await bench.store.recover(maximumCrashes: 3, at: bench.clock.now())
        }
        var others: [JobGroupID] = []
        for number in 0..<8 { others.append(try await bench.submit(#"{"a":"text \#(number)"}"#, to: ["es"])) }
        #expect(try await bench.run(until: suspect).map(\.status) == [.completed])
        for other in others { #expect(try await bench.run(until: other).map(\.status) == [.completed]) }
        #expect(open.withLock { !$0.beside })
        await bench.end()
    }

    @Test func `a receipt tells what was translated and what was equal to it`() async throws {
        let bench = try await Bench([spanish()])
        let group = try await bench.submit(#"{"a":"one","b":"one","c":"two","d":"{x}"}"#, to: ["es"])
        let jobs = try await bench.run(until: group)
        let receipt = try #require(
            try await bench.store.job(jobs[0].id, of: bench.engine.organization)?.receipt)
        #expect((receipt.segments, receipt.new, receipt.reused) == (4, 2, 1))
        #expect(receipt.usage.inputTokens == 6)
        await bench.end()
    }

    @Test func `the result of a worker whose lease went to another is dropped`() async throws {
        let bench = try await Bench([spanish()])
        _ = try await bench.submit(#"{"a":"one"}"#, to: ["es"])
        let stale = try #require(try await bench.claim().first)
        _ = try await bench.store.recover(maximumCrashes: 3, at: bench.clock.now())
        let fresh = try #require(try await bench.claim().first)
        // It is told at its first checkpoint, and a result that was made all the same is not taken.
        await #expect(throws: JobRun.LeaseLost.self) { try await bench.jobRun.outcome(of: stale) }
        let outcome = try await bench.jobRun.outcome(of: fresh)
        #expect(try await bench.store.finish(stale.lease, outcome, at: bench.clock.now()) == false)
        #expect(try await bench.store.finish(fresh.lease, outcome, at: bench.clock.now()))
        await bench.end()
    }
}
