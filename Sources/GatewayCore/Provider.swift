// SPDX-License-Identifier: Apache-2.0

/// One pair of locales that a provider lists, and the model that serves it.
public struct ProviderPair: Sendable, Hashable {
    /// Canonical tag, or `nil` for any.
    public var source: LocaleTag?
    /// Canonical tag, or `nil` for any.
    public var target: LocaleTag?
    /// The provider's name of the model.
    public var model: String
    /// The provider's label, such as `publishable`, `draft`, `gist`, `test`; empty when it gives none.
    public var quality: String
    /// Locales passed through on the way; empty when direct.
    public var pivot: [LocaleTag]
    /// Why the pair cannot be used, or `nil`.
    public var refused: String?
    /// Used only when a configuration names provider and model.
    public var byNameOnly: Bool
    /// What an operator should know of a usable pair, such as that a fault of its data was mended; or empty.
    public var note: String

    /// Makes a pair.
    public init(
        source: LocaleTag?, target: LocaleTag?, model: String, quality: String = "", pivot: [LocaleTag] = [],
        refused: String? = nil, byNameOnly: Bool = false, note: String = ""
    ) {
        self.source = source
        self.target = target
        self.model = model
        self.quality = quality
        self.pivot = pivot
        self.refused = refused
        self.byNameOnly = byNameOnly
        self.note = note
    }
}

/// Who waits for a call: a person's synchronous request goes before a job's, and both before what nobody waits for.
public enum CallPriority: Int, Sendable, Comparable, CaseIterable {
    case shadow = -1
    case job = 0
    case synchronous = 1

    /// Waits longer.
    public static func < (left: CallPriority, right: CallPriority) -> Bool { left.rawValue < right.rawValue }
}

/// A token inside a masked text that must come back exactly once, byte for byte.
public struct TokenSpan: Sendable, Hashable {
    /// What the token stands for.
    public enum Kind: Sendable, Hashable {
        case standalone
        /// Opens a pair; `partner` is the index, in the same list, of the token that closes it.
        case open(partner: Int)
        /// Closes a pair; `partner` is the index of the token that opened it.
        case close(partner: Int)
    }

    /// Position in the text, in UTF-8 bytes.
    public var range: Range<Int>
    /// The number inside the token.
    public var number: Int
    /// The kind.
    public var kind: Kind

    /// Makes a span.
    public init(range: Range<Int>, number: Int, kind: Kind) {
        self.range = range
        self.number = number
        self.kind = kind
    }
}

/// What was wrong with an earlier answer to a segment, for a provider that can be told.
public struct SegmentRetry: Sendable, Hashable {
    /// The answer, or empty when there was none.
    public var previous: String
    /// One sentence for each fault.
    public var faults: [String]

    /// Makes a retry.
    public init(previous: String, faults: [String]) {
        self.previous = previous
        self.faults = faults
    }
}

/// A text as a provider gets it: placeholders masked as `⟦n⟧`.
public struct ProviderSegment: Sendable, Hashable {
    /// The masked text.
    public var text: String
    /// What the caller said of the document, or empty.
    public var context: String
    /// Breadcrumbs that disambiguate a short text.
    public var hints: [String]
    /// The tokens in `text`, in order.
    public var spans: [TokenSpan]
    /// The source text that stands before it in the document, or empty.
    public var before: String
    /// The source text that stands after it in the document, or empty.
    public var after: String
    /// `nil` when it is asked for the first time.
    public var retry: SegmentRetry?

    /// Makes a segment.
    public init(
        text: String, context: String = "", hints: [String] = [], spans: [TokenSpan] = [],
        before: String = "",
        after: String = "", retry: SegmentRetry? = nil
    ) {
        self.text = text
        self.context = context
        self.hints = hints
        self.spans = spans
        self.before = before
        self.after = after
        self.retry = retry
    }
}

/// A glossary's term in a segment of a call.
public struct SegmentTerm: Sendable, Hashable {
    /// As it stands in the text.
    public var source: String
    /// Its translation; equal to `source` for one that is not translated.
    public var target: String
    /// Index of the segment.
    public var segment: Int
    /// Position in the segment's text, in UTF-8 bytes.
    public var range: Range<Int>

    /// Makes a term.
    public init(source: String, target: String, segment: Int, range: Range<Int>) {
        self.source = source
        self.target = target
        self.segment = segment
        self.range = range
    }
}

/// A translation that exists already, to be followed in wording and style.
public struct TranslationExample: Sendable, Hashable {
    /// The source text.
    public var source: String
    /// Its translation.
    public var target: String

    /// Makes an example.
    public init(source: String, target: String) {
        self.source = source
        self.target = target
    }
}

/// A batch for one call of a provider.
public struct TranslateCall: Sendable {
    /// Canonical tag.
    public var source: LocaleTag
    /// Canonical tag.
    public var target: LocaleTag
    /// The provider's name of a model.
    public var model: String
    /// In document order; as many as ``ProviderTraits`` allows.
    public var segments: [ProviderSegment]
    /// The glossary's terms in them, for providers that do not get these as tokens.
    public var terms: [SegmentTerm]
    /// What the translation has to follow, in the operator's words.
    public var instructions: [String]
    /// How the brand speaks in the target locale, or empty.
    public var voice: String
    /// Earlier translations, the most fitting first.
    public var examples: [TranslationExample]
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
    /// Whether a provider in a process of its own has to run it with no call beside it: after a crash, so that the next
    /// one can be laid to nobody else.
    public var isSuspect: Bool
    /// On whose behalf; `nil` where nobody is to be charged.
    public var payer: Payer?

    /// Makes a call.
    public init(
        source: LocaleTag, target: LocaleTag, model: String, segments: [ProviderSegment],
        terms: [SegmentTerm] = [], instructions: [String] = [], voice: String = "",
        examples: [TranslationExample] = [], deadline: ContinuousClock.Instant, priority: CallPriority,
        seed: UInt64 = 0, fast: Bool = false,
        traceParent: String? = nil, isPrivate: Bool = false, isSuspect: Bool = false, payer: Payer? = nil
    ) {
        self.source = source
        self.target = target
        self.model = model
        self.segments = segments
        self.terms = terms
        self.instructions = instructions
        self.voice = voice
        self.examples = examples
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

/// What a call used up.
public struct Usage: Sendable, Equatable {
    /// Tokens, or characters for engines that know no tokens.
    public var inputTokens: Int
    /// Tokens, or characters for engines that know no tokens.
    public var outputTokens: Int
    /// US dollars that the provider takes.
    public var cost: Double
    /// Those of ``inputTokens`` that a prompt cache had.
    public var cachedInputTokens: Int

    /// Makes a usage.
    public init(inputTokens: Int = 0, outputTokens: Int = 0, cost: Double = 0, cachedInputTokens: Int = 0) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cost = cost
        self.cachedInputTokens = cachedInputTokens
    }

    /// Adds up.
    public static func += (left: inout Usage, right: Usage) {
        left.inputTokens += right.inputTokens
        left.outputTokens += right.outputTokens
        left.cost += right.cost
        left.cachedInputTokens += right.cachedInputTokens
    }
}

/// The answer to a ``TranslateCall``.
public struct TranslateReply: Sendable {
    /// One translation for each segment, in the same order.
    public var texts: [String]
    /// The model that really answered.
    public var model: String
    /// What the call used up.
    public var usage: Usage
    /// Words the engine left as they were.
    public var unknownWords: Int
    /// Segments that the answer left out; their texts are empty. A language model may leave some out, and so may two engines
    /// after each other.
    public var missing: Set<Int>

    /// Makes a reply.
    public init(
        texts: [String], model: String, usage: Usage = Usage(), unknownWords: Int = 0, missing: Set<Int> = []
    ) {
        self.texts = texts
        self.model = model
        self.usage = usage
        self.unknownWords = unknownWords
        self.missing = missing
    }
}

/// How a provider is made to use the terms of a glossary.
public enum TermBinding: String, Sendable {
    /// It has glossaries of its own.
    case native
    /// It is told of them with the text.
    case prompted
    /// It knows nothing of them: their translations stand in the text as tokens.
    case inserted
}

/// What a provider wants of its calls.
public struct ProviderTraits: Sendable {
    /// What a segment is.
    public enum Granularity: Sendable { case leaf, sentence }
    /// What a segment is.
    public var granularity: Granularity
    /// Segments of one batch, at least 1.
    public var maximumSegments: Int
    /// UTF-8 bytes of one batch's texts together; a single longer text goes alone.
    public var maximumBytes: Int
    /// Calls worth having open at the same time.
    public var parallelCalls: Int
    /// How it is made to use a glossary's terms.
    public var terms: TermBinding

    /// Makes traits.
    public init(
        granularity: Granularity = .leaf, maximumSegments: Int = 128, maximumBytes: Int = 65_536,
        parallelCalls: Int = 2, terms: TermBinding = .inserted
    ) {
        self.granularity = granularity
        self.maximumSegments = maximumSegments
        self.maximumBytes = maximumBytes
        self.parallelCalls = parallelCalls
        self.terms = terms
    }
}

/// What translates: an engine adapter, in one or more instances.
public protocol Provider: Sendable {
    /// The name in `provider/model`.
    var name: String { get }
    /// Changes whenever equal input may give other output.
    var revision: String { get }
    /// What it wants of its calls.
    var traits: ProviderTraits { get }

    /// All pairs it knows, the refused ones too. Read once and kept; cheap afterwards.
    func pairs() async throws(ProviderError) -> [ProviderPair]

    /// Translates a batch in one call.
    ///
    /// The reply has been checked: one text for each segment, valid UTF-8. Tokens have not been checked.
    /// Cancelling the task ends the call with `cancelled`.
    func translate(_ call: TranslateCall) async throws(ProviderError) -> TranslateReply

    /// Whether it takes prompts instead of texts: ``generate(_:)`` in the place of ``translate(_:)``.
    var generates: Bool { get }

    /// Whether it asks nobody: what it does costs nothing but this machine.
    var isLocal: Bool { get }

    /// Has a language model answer a prompt.
    ///
    /// The reply is valid UTF-8, and no more is known of it. Cancelling the task ends the call with `cancelled`.
    func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply

    /// Loads what a model needs before the first call asks for it; does nothing where there is nothing to load.
    func warm(model: String) async throws(ProviderError)
}

extension Provider {
    /// Most translate.
    public var generates: Bool { false }

    /// Those that could ask somebody are taken to.
    public var isLocal: Bool { false }

    /// For those that do not: they are asked by nobody.
    public func generate(_ call: GenerateCall) async throws(ProviderError) -> GenerateReply {
        throw ProviderError(.invalidInput, "\(name) takes no prompts")
    }
}

/// One answer of a recognizer.
public struct LocaleCandidate: Sendable, Equatable {
    /// As specific as the text allows.
    public var locale: LocaleTag
    /// 0 to 1.
    public var confidence: Double

    /// Makes a candidate.
    public init(locale: LocaleTag, confidence: Double) {
        self.locale = locale
        self.confidence = confidence
    }
}

/// What tells the locale of a text.
public protocol Recognizer: Sendable {
    /// The likeliest locales, best first; empty when the text shows nothing. Restricted to `candidates`
    /// unless that is empty.
    func recognize(
        _ text: String, candidates: [LocaleTag], limit: Int
    ) async throws(ProviderError) -> [LocaleCandidate]
}

/// A provider that was found but cannot be used, or one that can, for people to read.
public struct ProviderListing: Sendable {
    /// The plugin's id, such as `org.dragoman.apertium`.
    public var plugin: String
    /// The plugin's version.
    public var version: String
    /// SPDX expression.
    public var licence: String
    /// The provider's name; `nil` when the plugin could not be loaded.
    public var provider: String?
    /// Why the plugin or provider is not in use, or `nil`.
    public var refused: String?

    /// Makes a listing.
    public init(plugin: String, version: String, licence: String, provider: String?, refused: String?) {
        self.plugin = plugin
        self.version = version
        self.licence = licence
        self.provider = provider
        self.refused = refused
    }
}
