// SPDX-License-Identifier: Apache-2.0

/// Limits of every provider.
public struct ProviderLimits: Sendable {
    /// Synchronous calls that wait for a free instance; one more is refused with `rateLimited`. Those of jobs wait in
    /// any number: the worker bounds it.
    public var waitingCalls: Int
    /// Calls open at once in an instance whose plugin names no limit.
    public var openCallsOfInstance: Int
    /// Calls that outlived their deadline and have not ended; at so many the provider is out of service.
    public var stuckCalls: Int
    /// Bytes of a call's output together.
    public var outputBytes: Int
    /// Callbacks, timers and exchanges that one instance may have open at once, each kind on its own.
    public var openServices: Int
    /// Exchanges by `http/1` of all instances together.
    public var exchanges: Int
    /// Bytes of an exchange's answer.
    public var exchangeBytes: Int
    /// For an exchange that names no time, and the most it may name.
    public var exchangeTime: Duration
    /// For listing pairs, and for loading a model.
    public var preparationTime: Duration
    /// For one answer of a recognizer.
    public var recognitionTime: Duration
    /// Log lines a second of one instance, or of a plugin's process; more are counted and left out.
    public var logLines: Int
    /// For a plugin's process with a stuck call to answer a question of the gateway's.
    public var responseTime: Duration
    /// Crashes of a plugin's process one after the other, with no call done between them, that put it out of service.
    public var crashesInARow: Int
    /// Crashes of a plugin's process within a minute that put it out of service.
    public var crashesAMinute: Int

    /// Makes limits.
    public init(
        waitingCalls: Int = 256, openCallsOfInstance: Int = 256, stuckCalls: Int = 16,
        outputBytes: Int = 8 << 20, openServices: Int = 1024, exchanges: Int = 1024,
        exchangeBytes: Int = 16 << 20, exchangeTime: Duration = .seconds(600),
        preparationTime: Duration = .seconds(60), recognitionTime: Duration = .seconds(2), logLines: Int = 50,
        responseTime: Duration = .seconds(5), crashesInARow: Int = 16, crashesAMinute: Int = 60
    ) {
        self.waitingCalls = waitingCalls
        self.openCallsOfInstance = openCallsOfInstance
        self.stuckCalls = stuckCalls
        self.outputBytes = outputBytes
        self.openServices = openServices
        self.exchanges = exchanges
        self.exchangeBytes = exchangeBytes
        self.exchangeTime = exchangeTime
        self.preparationTime = preparationTime
        self.recognitionTime = recognitionTime
        self.logLines = logLines
        self.responseTime = responseTime
        self.crashesInARow = crashesInARow
        self.crashesAMinute = crashesAMinute
    }
}
