// SPDX-License-Identifier: Apache-2.0

/// What one model made of the content of a comparison.
public struct ComparisonCandidate: Sendable, Equatable {
    /// From 1; by chance in a blind comparison, else in the order of the request.
    public var number: Int
    /// Who was asked.
    public var model: ModelName
    /// Who answered, when the provider chose the model.
    public var answered: ModelName?
    /// Content of the same shape; `nil` when the model failed, or when texts are not kept any more.
    public var content: JSONObject?
    /// Why the model failed, or `nil`.
    public var error: String?
    /// What there is to say of its translations: a JSON array as jobs have it.
    public var warnings: [UInt8]
    /// How many of these there are.
    public var findings: Int
    /// The glossary's terms that stand in its texts, those of them that the gateway had put there, and those that are
    /// missing.
    public var terms: ComparedTerms
    /// From the first call to the last answer, in milliseconds.
    public var milliseconds: Int
    /// What its calls used up.
    public var usage: Usage
    /// How much its texts are like the others': the mean chrF, 0 to 100; `nil` without another.
    public var agreement: Double?
    /// How much its text is like the reference of a test set's segment: chrF, 0 to 100; `nil` without one.
    public var referenceScore: Double?
    /// Tells the configuration that made it from all others: 16 bytes, or none.
    public var fingerprint: [UInt8]

    /// Makes a candidate.
    public init(
        number: Int, model: ModelName, answered: ModelName? = nil, content: JSONObject? = nil,
        error: String? = nil, warnings: [UInt8] = Array("[]".utf8), findings: Int = 0,
        terms: ComparedTerms = ComparedTerms(), milliseconds: Int = 0, usage: Usage = Usage(),
        agreement: Double? = nil, referenceScore: Double? = nil, fingerprint: [UInt8] = []
    ) {
        self.number = number
        self.model = model
        self.answered = answered
        self.content = content
        self.error = error
        self.warnings = warnings
        self.findings = findings
        self.terms = terms
        self.milliseconds = milliseconds
        self.usage = usage
        self.agreement = agreement
        self.referenceScore = referenceScore
        self.fingerprint = fingerprint
    }
}

/// What became of a glossary's terms.
public struct ComparedTerms: Sendable, Equatable {
    /// In the text, by the model's own doing.
    public var kept: Int
    /// Put there by the gateway: no merit of the model.
    public var inserted: Int
    /// Not in the text.
    public var missed: Int

    /// Makes numbers.
    public init(kept: Int = 0, inserted: Int = 0, missed: Int = 0) {
        self.kept = kept
        self.inserted = inserted
        self.missed = missed
    }
}

/// What several models made of the same content.
public struct Comparison: Sendable, Equatable {
    /// Its id.
    public var id: ComparisonID
    /// Whose it is.
    public var organization: OrganizationID
    /// The engine whose glossary, instructions and voices held.
    public var engine: EngineID
    /// As the caller spelled it.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// Whether names stay hidden until a choice is made.
    public var isBlind: Bool
    /// Characters that were translated.
    public var characters: Int
    /// What was translated; `nil` when texts are not kept any more.
    public var content: JSONObject?
    /// By their numbers.
    public var candidates: [ComparisonCandidate]
    /// Segments that translation memory would have answered.
    public var remembered: Int
    /// When it was made.
    public var createdAt: Timestamp
    /// What was preferred, by rater.
    public var choices: [ComparisonChoice]
    /// The test set's segment that it is of, or `nil`.
    public var place: ComparisonPlace?
    /// Whether nobody asked for it: a challenger beside the model that served.
    public var isShadow: Bool

    /// Makes a comparison without choices.
    public init(
        id: ComparisonID, organization: OrganizationID, engine: EngineID, source: LocaleTag,
        target: LocaleTag, isBlind: Bool, characters: Int, content: JSONObject?,
        candidates: [ComparisonCandidate], remembered: Int, createdAt: Timestamp,
        choices: [ComparisonChoice] = [], place: ComparisonPlace? = nil, isShadow: Bool = false
    ) {
        self.id = id
        self.organization = organization
        self.engine = engine
        self.source = source
        self.target = target
        self.isBlind = isBlind
        self.characters = characters
        self.content = content
        self.candidates = candidates
        self.remembered = remembered
        self.createdAt = createdAt
        self.choices = choices
        self.place = place
        self.isShadow = isShadow
    }
}

/// Where in a test set a comparison belongs.
public struct ComparisonPlace: Sendable, Equatable {
    /// The test set.
    public var set: ComparisonSetID
    /// The segment's number, from 1.
    public var position: Int
    /// What the segment should become; `nil` without one, or when texts are not kept any more.
    public var reference: String?

    /// Makes a place.
    public init(set: ComparisonSetID, position: Int, reference: String? = nil) {
        self.set = set
        self.position = position
        self.reference = reference
    }
}

/// What somebody preferred.
public struct ComparisonChoice: Sendable, Equatable {
    /// Who: a name that the caller gave, or the key's id.
    public var rater: String
    /// The candidate's number; `nil`: none is better than another.
    public var candidate: Int?
    /// What it should have been; `nil` when it is good as it is, or when texts are not kept any more.
    public var edit: JSONObject?
    /// How far it is from that: edits a character, 0 for none; `nil` without an edit.
    public var editDistance: Double?
    /// When.
    public var at: Timestamp

    /// Makes a choice.
    public init(
        rater: String, candidate: Int?, edit: JSONObject? = nil, editDistance: Double? = nil, at: Timestamp
    ) {
        self.rater = rater
        self.candidate = candidate
        self.edit = edit
        self.editDistance = editDistance
        self.at = at
    }
}
