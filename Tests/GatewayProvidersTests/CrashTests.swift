// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Glibc
import Testing

/// How often each way to die is tried: once in a plain run, 100 times in a long one.
private let deaths = getenv("DRAGOMAN_LONG") == nil ? 2 : 100

@Suite(.timeLimit(.minutes(10))) struct CrashTests {
    /// No pause between crashes is long enough to notice, and no number of them is too high.
    private static let patient = ProviderLimits(
        responseTime: .milliseconds(300), crashesInARow: 100_000, crashesAMinute: 100_000)

    @Test(
        arguments: [
            ("segv", "was ended by signal 11 (Segmentation fault)"),
            ("null", "was ended by signal 11 (Segmentation fault)"),
            ("abort", "was ended by signal 6 (Aborted)"),
            ("kill", "was ended by signal 9 (Killed)"),
            ("exit", "ended by itself with code 0"),
            ("garbage", "broke the protocol: a frame has"),
            ("cut", "broke the protocol: its last frame is cut short"),
            ("close", "its process"),
            ("huge", "broke the protocol: a frame has 4294967295 bytes"),
            ("unknown", "broke the protocol: it ended a call that it does not have"),
            ("wrongway", "broke the protocol: a frame goes the wrong way"),
        ], ["deadly", "deadly_blocking"])
    func `a plugin that dies costs its call, which says how it died, and is there again`(
        death: (text: String, cause: String), plugin: String
    ) async throws {
        try await isolated(plugin, limits: Self.patient) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            for number in 1...deaths {
                let error = await failure(of: provider, TranslateCall(death.text))
                #expect(error?.kind == .unavailable)
                #expect(error?.isCrash == true)
                #expect(error?.message.contains(death.cause) == true, "\(error?.message ?? "")")
                #expect(try await provider.translate(TranslateCall("well")).texts == ["well"])
                #expect(loaded.loads["probe"]?.crashes == number)
            }
            #expect(loaded.loads["probe"]?.openCalls == 0)
        }
    }

    @Test(arguments: ["hang", "loris"], ["deadly", "deadly_blocking"])
    func `a plugin that never ends a call loses its process, and is there again`(
        death: String, plugin: String
    ) async throws {
        try await isolated(plugin, instances: 1, limits: Self.patient) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            for number in 1...deaths {
                let error = await failure(of: provider, TranslateCall(death, in: .milliseconds(50)))
                #expect(error?.kind == .timedOut)
                await until { loaded.loads["probe"]?.crashes == number }
                #expect(try await provider.translate(TranslateCall("well")).texts == ["well"])
            }
            #expect(loaded.loads["probe"]?.stuckCalls == 0)
        }
    }

    @Test func `a plugin that eats memory is killed for it`() async throws {
        let book = LogBook()
        try await isolated("deadly_blocking", limits: Self.patient, memory: 128 << 20, logger: book) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            for _ in 1...deaths {
                let error = await failure(of: provider, TranslateCall("eat"))
                #expect(error?.kind == .unavailable)
                // By the gateway, or by its own abort at the kernel's limit, which is higher.
                let message = error?.message ?? ""
                #expect(message.contains("killed for memory") || message.contains("Aborted"), "\(message)")
                #expect(try await provider.translate(TranslateCall("well")).texts == ["well"])
            }
        }
    }

    @Test(arguments: ["utf8"], ["deadly", "deadly_blocking"])
    func `output that is nonsense costs its call and nothing else`(text: String, plugin: String) async throws
    {
        try await isolated(plugin) { (provider: any Provider, loaded: LoadedProviders) async throws in
            for _ in 1...deaths {
                #expect(await failure(of: provider, TranslateCall(text))?.kind == .broken)
                #expect(try await provider.translate(TranslateCall("well", model: "twice")).texts == ["well"])
            }
            #expect(loaded.loads["probe"]?.crashes == 0)
        }
    }

    @Test func `a crash takes the calls beside it, and a suspect is called alone`() async throws {
        try await isolated("deadly", limits: Self.patient) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            for _ in 1...deaths {
                await withTaskGroup { group in
                    for number in 0..<20 {
                        group.addTask {
                            var call = TranslateCall("slow \(number)")
                            do throws(ProviderError) {
                                return try await provider.translate(call).texts == ["slow \(number)"]
                            } catch {
                                guard error.isCrash else { return false }
                                call.isSuspect = true
                                return (try? await provider.translate(call).texts) == ["slow \(number)"]
                            }
                        }
                    }
                    group.addTask { [provider] in
                        for _ in 1...2 {
                            var call = TranslateCall("segv")
                            call.isSuspect = true
                            guard await failure(of: provider, call)?.isCrash == true else { return false }
                        }
                        return true
                    }
                    for await isRight in group { #expect(isRight) }
                }
            }
            #expect(loaded.loads["probe"]?.crashes == 2 * deaths)
        }
    }

    @Test func `a call that lost its process and comes again at once never gets the same one`() async throws {
        try await isolated("deadly", limits: Self.patient) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            for number in 1...(deaths * 10) {
                _ = try await provider.translate(TranslateCall("well"))
                let pid = try #require(loaded.loads["probe"]?.processes?.last)
                await withTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask {
                            // The process dies at whatever moment of a call this is.
                            while loaded.loads["probe"]?.crashes != number {
                                if (try? await provider.translate(TranslateCall("well"))) != nil { continue }
                                await #expect(throws: Never.self) {
                                    try await provider.translate(TranslateCall("well"))
                                }
                            }
                        }
                    }
                    kill(pid, SIGKILL)
                }
                #expect(loaded.loads["probe"]?.crashes == number)
            }
        }
    }

    @Test func `a plugin that crashes at every call is out of service for a while, and says why`()
        async throws
    {
        let limits = ProviderLimits(crashesInARow: 3, crashesAMinute: 100)
        try await isolated("deadly", limits: limits) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            for _ in 1...3 { #expect(await failure(of: provider, TranslateCall("segv"))?.isCrash == true) }
            let error = await failure(of: provider, TranslateCall("well"))
            #expect(error?.kind == .unavailable)
            #expect(error?.isCrash == false)
            #expect(error?.message.contains("out of service: its process was ended by signal 11") == true)
            #expect(try #require(error?.retryAfter) > .seconds(20))
            #expect(loaded.loads["probe"]?.fault?.contains("signal 11") == true)
            // Who reloads it has mended it.
            #expect(await loaded.reload("probe") == nil)
            #expect(try await provider.translate(TranslateCall("well")).texts == ["well"])
        }
    }

    @Test func `a process that does not read is no reason to wait, and is ended`() async throws {
        try await isolated("deadly", limits: Self.patient) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            let pid = try #require(loaded.loads["probe"]?.processes?.last)
            kill(pid, SIGSTOP)
            try await untilStopped(pid)
            // More than the socket takes.
            let text = String(repeating: "x", count: 100_000)
            await withTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        await failure(of: provider, TranslateCall(text, in: .milliseconds(500)))?.kind
                    }
                }
                for await kind in group { #expect(kind == .timedOut || kind == .unavailable) }
            }
            await until { loaded.loads["probe"]?.crashes == 1 }
            #expect(try await provider.translate(TranslateCall("well")).texts == ["well"])
            #expect(loaded.loads["probe"]?.crashes == 1)
        }
    }

    @Test func `reloading takes the library anew, and open calls end in the old process`() async throws {
        let probe = try Probe("deadly_blocking")
        let loaded = await probe.load(instances: 1, isolation: .process)
        let provider = try loaded.only
        async let slow = provider.translate(TranslateCall("slower ?process"))
        await until { loaded.loads["probe"]?.openCalls == 1 }
        #expect(await loaded.reload("probe") == nil)
        let old = try await slow.texts[0]
        let new = try await provider.translate(TranslateCall("?process")).texts[0]
        #expect(old != new)
        await until { loaded.loads["probe"]?.processes?.count == 1 }
        #expect(loaded.loads["probe"]?.crashes == 0)
        // Never the old file overwritten: the process that runs has it mapped.
        unlink(probe.library)
        try write(Array("no library".utf8), to: probe.library)
        let reason = await loaded.reload("probe")
        #expect(reason?.contains("cannot be opened") == true, "\(reason ?? "")")
        #expect(try await provider.translate(TranslateCall("?process")).texts[0] == new)
        await loaded.stop()
        let here = try await Probe("echo").load()
        #expect(await here.reload("probe")?.contains("restart the gateway") == true)
        #expect(await here.reload("other") == "no provider is named \"other\"")
    }

    @Test func `a process that uses much memory is replaced when it is idle`() async throws {
        try await isolated("deadly", limits: Self.patient, memory: 1 << 20) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            // Any process uses more than that: it is killed at half as much again.
            await until { loaded.loads["probe"]?.crashes ?? 0 >= 1 }
        }
    }

    @Test func `restarts leave no files and no processes behind`() async throws {
        func openFiles() throws -> Int { try Probe.names(in: "/proc/self/fd").count }
        try await isolated("deadly", limits: Self.patient) {
            (provider: any Provider, loaded: LoadedProviders) async throws in
            #expect(await failure(of: provider, TranslateCall("kill")) != nil)
            _ = try await provider.translate(TranslateCall("well"))
            let before = try openFiles()
            for _ in 1...(deaths * 10) {
                #expect(await failure(of: provider, TranslateCall("kill")) != nil)
                _ = try await provider.translate(TranslateCall("well"))
            }
            // Other tests open files meanwhile.
            #expect(try openFiles() < before + 20 + deaths * 5)
        }
    }
}

/// Waits until a process has really stopped: its threads go on for a moment after the signal was sent.
private func untilStopped(_ pid: pid_t) async throws {
    for thread in try Probe.names(in: "/proc/\(pid)/task") where thread.allSatisfy(\.isNumber) {
        await until {
            let line = try? String(decoding: read("/proc/\(pid)/task/\(thread)/stat"), as: UTF8.self)
            return line?.contains(") T ") ?? true
        }
    }
}
