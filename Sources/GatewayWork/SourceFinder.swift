// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Decides the source locale of a call that does not name it: the one place of that rule.
///
/// 1. What all texts of the call show together, among the locales that the engine translates from.
/// 2. When they show too little: what an earlier call of the same session showed.
/// 3. The engine's own source: the one that all of its models are configured for.
/// 4. Else the caller has to name it.
///
/// Texts that clearly show a locale the engine does not translate from show something, and go to 4 at once.
struct SourceFinder: Sendable {
    private let recognizer: (any Recognizer)?
    private let router: Router
    private let rules: any LocaleRules
    private let sessions = Locked(SessionSources())

    /// Below it an answer of the recognizer, a probability, decides nothing.
    private static let leastConfidence = 0.5
    /// From it on, texts in a locale that the engine does not have are not taken for something else.
    private static let clearConfidence = 0.9
    /// A recognizer looks at this much of a text.
    private static let sampleBytes = 8000

    init(recognizer: (any Recognizer)?, router: Router, rules: any LocaleRules) {
        self.recognizer = recognizer
        self.router = router
        self.rules = rules
    }

    /// - Returns: the source; `und` for a call without any text.
    func source(
        of command: Localize, engine: Engine, organization: OrganizationID
    ) async throws(RequestError) -> LocaleTag {
        if let source = command.source { return source }
        guard !command.content.leaves.isEmpty else { return LocaleTag(unchecked: "und") }
        let isOpen = await router.takesAnySource(engine, target: command.target)
        let sources = isOpen ? [] : await router.sources(of: engine, target: command.target)
        let samples = Self.samples(of: command.content.leaves.lazy.map(\.text))
        let session = command.session.map { SessionSources.Key(organization: organization, session: $0) }

        let shown = try await candidates(for: samples, among: sources)
        if let best = shown.first, best.confidence >= Self.leastConfidence {
            if let session { sessions.withLock { $0.remember(best.locale, for: session) } }
            return best.locale
        }
        if !sources.isEmpty, let other = try await candidates(for: samples, among: []).first,
            other.confidence >= Self.clearConfidence, rules.resolve(other.locale, among: sources) == nil
        {
            throw .invalid(
                field: "sourceLocale",
                reason:
                    "is not given, and the texts look like \(other.locale.spelling), from which the engine has "
                    + "no model for \(command.target.spelling)")
        }
        if let session, let earlier = sessions.withLock({ $0.source(for: session) }),
            sources.isEmpty || rules.resolve(earlier, among: sources) != nil
        {
            return earlier
        }
        if let own = Self.configuredSource(of: engine) { return own }
        if recognizer == nil { throw .failed(reason: "No plugin that recognizes locales is loaded.") }
        throw .invalid(
            field: "sourceLocale", reason: "is not given, and the texts do not show it: name it")
    }

    /// The likeliest locales of one text. Throws when nothing can tell them.
    func candidates(
        for text: String, among locales: [LocaleTag], limit: Int
    ) async throws(RequestError) -> [LocaleCandidate] {
        guard let recognizer else {
            throw .failed(reason: "No plugin that recognizes locales is loaded.")
        }
        do throws(ProviderError) {
            return try await recognizer.recognize(text, candidates: locales, limit: limit)
        } catch {
            throw .failed(reason: "The locale could not be recognized: \(error.message).")
        }
    }

    /// The likeliest locales of all samples together, each weighing as much as it is long; those that show nothing
    /// do not count. Nothing when no recognizer is loaded.
    private func candidates(
        for samples: [String], among locales: [LocaleTag]
    ) async throws(RequestError) -> [LocaleCandidate] {
        guard recognizer != nil else { return [] }
        var sums: [LocaleTag: Double] = [:]
        var all = 0.0
        for sample in samples {
            let answers = try await candidates(for: sample, among: locales, limit: 5)
            if !answers.isEmpty { all += Double(sample.utf8.count) }
            for answer in answers {
                sums[answer.locale, default: 0] += answer.confidence * Double(sample.utf8.count)
            }
        }
        let found = sums.map { LocaleCandidate(locale: $0.key, confidence: $0.value / all) }
        return found.sorted { left, right in
            left.confidence == right.confidence
                ? left.locale.folded < right.locale.folded : left.confidence > right.confidence
        }
    }

    /// The texts, a line each, cut into pieces that a recognizer reads to the end.
    private static func samples(of texts: some Sequence<String>) -> [String] {
        var samples: [String] = []
        var sample = ""
        for text in texts {
            for scalar in text.unicodeScalars {
                sample.unicodeScalars.append(scalar)
                if sample.utf8.count >= sampleBytes {
                    samples.append(sample)
                    sample = ""
                }
            }
            sample += "\n"
        }
        return sample.isBlank ? samples : samples + [sample]
    }

    private static func configuredSource(of engine: Engine) -> LocaleTag? {
        let sources = Set(engine.models.map(\.source))
        return sources.count == 1 ? sources.first.flatMap(\.self) : nil
    }
}
