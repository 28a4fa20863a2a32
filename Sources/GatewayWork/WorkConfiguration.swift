// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// How work is done.
public struct WorkConfiguration: Sendable {
    /// Jobs under way at once. Providers bound their own calls; a job that waits for one is a small task.
    public var parallelJobs: Int
    /// How long a claim holds before another worker may take the job. Renewed while the job runs.
    public var lease: Duration
    /// Attempts of a job before it fails.
    public var maximumAttempts: Int
    /// Wait before the second attempt; doubled for each further one, with full jitter.
    public var retryBase: Duration
    /// The longest wait between attempts.
    public var retryCap: Duration
    /// Time for one call of a provider on behalf of a job.
    public var callTimeout: Duration
    /// Time for a whole synchronous call.
    public var synchronousDeadline: Duration
    /// A synchronous call is refused when the measured rate says it takes longer.
    public var synchronousBudget: Duration
    /// Time for running jobs to end when the process stops, before they are given back.
    public var drain: Duration
    /// How much is remembered.
    public var memory: MemoryConfiguration
    /// Names this process among workers of one database.
    public var owner: String
    /// How prompts are made for language models.
    public var prompt: PromptConfiguration
    /// The model that reads feedback; `nil` for the engine's first one that takes prompts.
    public var suggestionModel: ModelName?
    /// Duels that a model takes part in before comparisons say anything of it.
    public var enoughDuels = 10
    /// How sure comparisons must be of the first before they say so.
    public var enoughConfidence = 0.95

    /// Makes a configuration.
    public init(
        parallelJobs: Int = 128, lease: Duration = .seconds(60), maximumAttempts: Int = 5,
        retryBase: Duration = .seconds(1), retryCap: Duration = .seconds(300),
        callTimeout: Duration = .seconds(120), synchronousDeadline: Duration = .seconds(55),
        synchronousBudget: Duration = .seconds(50), drain: Duration = .seconds(8),
        memory: MemoryConfiguration = MemoryConfiguration(), owner: String = "local",
        prompt: PromptConfiguration = PromptConfiguration()
    ) {
        self.parallelJobs = parallelJobs
        self.lease = lease
        self.maximumAttempts = maximumAttempts
        self.retryBase = retryBase
        self.retryCap = retryCap
        self.callTimeout = callTimeout
        self.synchronousDeadline = synchronousDeadline
        self.synchronousBudget = synchronousBudget
        self.drain = drain
        self.memory = memory
        self.owner = owner
        self.prompt = prompt
    }
}
