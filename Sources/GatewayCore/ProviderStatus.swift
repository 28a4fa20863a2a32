// SPDX-License-Identifier: Apache-2.0

/// What the gateway knows of a provider's health, for people.
public struct ProviderStatus: Sendable, Equatable {
    /// Whether a model is asked.
    public enum State: String, Sendable {
        /// It is.
        case closed
        /// It is not, until ``Model/nextTry``.
        case open
        /// One call tries it again.
        case halfOpen = "half_open"
    }

    /// A moment at which a model's state changed.
    public struct Transition: Sendable, Equatable {
        /// When.
        public var at: Timestamp
        /// To what.
        public var state: State
        /// Why, in words without content or credentials.
        public var cause: String

        /// Makes a transition.
        public init(at: Timestamp, state: State, cause: String) {
            self.at = at
            self.state = state
            self.cause = cause
        }
    }

    /// One model that was asked since the start.
    public struct Model: Sendable, Equatable {
        /// The provider's name of it; empty for its choice.
        public var name: String
        /// Whether it is asked.
        public var state: State
        /// Why it is not, or why it was not before; empty when nothing has happened.
        public var cause: String
        /// Since when; `nil` when nothing has happened.
        public var since: Timestamp?
        /// When it is asked again, for one that is not asked now: its breaker is open, or it asked for a pause.
        public var nextTry: Timestamp?
        /// Calls since the start, refused ones not counted.
        public var calls: Int
        /// Those that failed by the provider's fault.
        public var failures: Int
        /// Of the last calls, in seconds.
        public var medianTime: Double?
        /// The 99th percentile of the last calls, in seconds.
        public var longTime: Double?
        /// The last changes, the newest last.
        public var history: [Transition]

        /// Makes a model's status.
        public init(
            name: String, state: State = .closed, cause: String = "", since: Timestamp? = nil,
            nextTry: Timestamp? = nil, calls: Int = 0, failures: Int = 0, medianTime: Double? = nil,
            longTime: Double? = nil, history: [Transition] = []
        ) {
            self.name = name
            self.state = state
            self.cause = cause
            self.since = since
            self.nextTry = nextTry
            self.calls = calls
            self.failures = failures
            self.medianTime = medianTime
            self.longTime = longTime
            self.history = history
        }
    }

    /// The name in `provider/model`.
    public var name: String
    /// Calls under way.
    public var openCalls: Int
    /// Calls that wait for ``limits``.
    public var waitingCalls: Int
    /// What its operator allows.
    public var limits: CallLimits
    /// The models that were asked, by name.
    public var models: [Model]

    /// Makes a status.
    public init(
        name: String, openCalls: Int = 0, waitingCalls: Int = 0, limits: CallLimits = CallLimits(),
        models: [Model] = []
    ) {
        self.name = name
        self.openCalls = openCalls
        self.waitingCalls = waitingCalls
        self.limits = limits
        self.models = models
    }
}

/// What an operator lets a provider be asked.
public struct CallLimits: Sendable, Equatable {
    /// Calls at once; `nil`: as many as the plugin takes.
    public var concurrency: Int?
    /// Calls a minute.
    public var requestsPerMinute: Int?
    /// Tokens a minute, in and out, as estimated before a call and told after it.
    public var tokensPerMinute: Int?

    /// Makes limits; none by default.
    public init(concurrency: Int? = nil, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.concurrency = concurrency
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// Whether there are any.
    public var areSet: Bool { concurrency != nil || requestsPerMinute != nil || tokensPerMinute != nil }
}
