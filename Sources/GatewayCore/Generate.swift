// SPDX-License-Identifier: Apache-2.0

/// One message of a prompt.
public struct PromptMessage: Sendable, Hashable {
    /// Who says it.
    public enum Role: Sendable, Hashable { case system, user, assistant }

    /// Who says it.
    public var role: Role
    /// What is said.
    public var text: String
    /// Whether it is equal in many calls, so that it is worth a place in a vendor's prompt cache.
    public var isStable: Bool

    /// Makes a message.
    public init(_ role: Role, _ text: String, isStable: Bool = false) {
        self.role = role
        self.text = text
        self.isStable = isStable
    }
}

/// A prompt for one call of a provider that generates.
public struct GenerateCall: Sendable {
    /// The provider's name of a model.
    public var model: String
    /// In order.
    public var messages: [PromptMessage]
    /// A JSON Schema of the answer with its name, `[a-zA-Z0-9_-]+`; `nil` for plain text.
    public var schema: (name: String, text: String)?
    /// The answer may be cut there; `nil`: the provider's choice.
    public var maximumOutputTokens: Int?
    /// 0 and more; `nil`: the provider's choice.
    public var temperature: Double?
    /// Past it the provider gives up with `timedOut`.
    public var deadline: ContinuousClock.Instant
    /// Who waits.
    public var priority: CallPriority
    /// Equal seed and equal call: equal answer, where that can be had.
    public var seed: UInt64
    /// The caller prefers speed.
    public var fast: Bool
    /// W3C trace context of the request behind it, or `nil`.
    public var traceParent: String?
    /// The caller does not want its texts kept: nothing of the call is written down, not even in recordings.
    public var isPrivate: Bool
    /// See ``TranslateCall/isSuspect``.
    public var isSuspect: Bool
    /// On whose behalf; `nil` where nobody is to be charged.
    public var payer: Payer?

    /// Makes a call.
    public init(
        model: String, messages: [PromptMessage], schema: (name: String, text: String)? = nil,
        maximumOutputTokens: Int? = nil, temperature: Double? = nil, deadline: ContinuousClock.Instant,
        priority: CallPriority, seed: UInt64 = 0, fast: Bool = false, traceParent: String? = nil,
        isPrivate: Bool = false, isSuspect: Bool = false, payer: Payer? = nil
    ) {
        self.model = model
        self.messages = messages
        self.schema = schema
        self.maximumOutputTokens = maximumOutputTokens
        self.temperature = temperature
        self.deadline = deadline
        self.priority = priority
        self.seed = seed
        self.fast = fast
        self.traceParent = traceParent
        self.isPrivate = isPrivate
        self.isSuspect = isSuspect
        self.payer = payer
    }
}

/// The answer to a ``GenerateCall``.
public struct GenerateReply: Sendable {
    /// Why the model stopped.
    public enum Stop: Sendable, Hashable {
        /// It had said all.
        case end
        /// The answer was cut.
        case length
        case other
    }

    /// The answer, as the model wrote it.
    public var text: String
    /// The model that really answered.
    public var model: String
    /// What the call used up.
    public var usage: Usage
    /// Why the model stopped.
    public var stop: Stop

    /// Makes a reply.
    public init(text: String, model: String, usage: Usage = Usage(), stop: Stop = .end) {
        self.text = text
        self.model = model
        self.usage = usage
        self.stop = stop
    }
}
