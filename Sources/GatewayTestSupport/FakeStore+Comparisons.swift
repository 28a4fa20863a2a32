// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func create(_ comparison: Comparison, pair: LocalePair) async throws(StoreError) {
        try checkFault()
        compared.withLock { $0.append((comparison, pair)) }
    }

    public func comparison(
        _ id: ComparisonID, of organization: OrganizationID
    ) async throws(StoreError) -> Comparison? {
        try checkFault()
        return compared.withLock { all in
            all.first { $0.comparison.id == id && $0.comparison.organization == organization }?.comparison
        }
    }

    public func choose(
        _ choice: ComparisonChoice, in id: ComparisonID, of organization: OrganizationID,
        by actor: ConfigurationActor
    ) async throws(StoreError) -> Bool {
        try checkFault()
        return compared.withLock { all in
            guard
                let index = all.firstIndex(where: {
                    $0.comparison.id == id && $0.comparison.organization == organization
                })
            else { return false }
            all[index].comparison.choices.removeAll { $0.rater == choice.rater }
            all[index].comparison.choices.append(choice)
            all[index].comparison.choices.sort {
                ($0.at.milliseconds, $0.rater) < ($1.at.milliseconds, $1.rater)
            }
            return true
        }
    }

    public func observations(
        of engine: EngineID, in organization: OrganizationID, pair: LocalePair?, isUnjudged: Bool, limit: Int
    ) async throws(StoreError) -> [ComparisonObservation] {
        try checkFault()
        return compared.withLock { all in
            all.reversed().filter {
                (pair == nil || pair == $0.pair) && $0.comparison.engine == engine
                    && $0.comparison.organization == organization
                    && Self.isUnjudged($0.comparison) == isUnjudged
            }.prefix(limit).map { Self.observation($0.comparison, $0.pair) }
        }
    }

    private static func isUnjudged(_ comparison: Comparison) -> Bool {
        comparison.isShadow && comparison.choices.isEmpty
    }

    public func shadowRuns(
        of engine: EngineID, in organization: OrganizationID, _ query: PageQuery<ComparisonID>
    ) async throws(StoreError) -> [Comparison] {
        try checkFault()
        let all = compared.withLock { $0.map(\.comparison) }
        let found = all.filter {
            $0.isShadow && $0.engine == engine && $0.organization == organization
                && $0.id.text < query.before?.text ?? "~"
        }
        return Array(found.sorted { $0.id.text > $1.id.text }.prefix(query.limit))
    }

    static func observation(_ comparison: Comparison, _ pair: LocalePair) -> ComparisonObservation {
        ComparisonObservation(
            pair: pair, characters: comparison.characters,
            candidates: comparison.candidates.map {
                .init(
                    number: $0.number, model: $0.model, hasFailed: $0.error != nil, findings: $0.findings,
                    terms: $0.terms, milliseconds: $0.milliseconds, cost: $0.usage.cost,
                    referenceScore: $0.referenceScore)
            },
            choices: comparison.choices.map { choice in
                var bare = choice
                bare.edit = nil
                return bare
            })
    }

    public func removeComparisonTexts(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try checkFault()
        return compared.withLock { all in
            let old = all.indices.filter {
                all[$0].comparison.content != nil && all[$0].comparison.createdAt < moment
            }.prefix(limit)
            for index in old.reversed() {
                if Self.isUnjudged(all[index].comparison) {
                    all.remove(at: index)
                    continue
                }
                all[index].comparison.content = nil
                all[index].comparison.place?.reference = nil
                for place in all[index].comparison.candidates.indices {
                    all[index].comparison.candidates[place].content = nil
                    all[index].comparison.candidates[place].warnings = Array("[]".utf8)
                }
                for place in all[index].comparison.choices.indices {
                    all[index].comparison.choices[place].edit = nil
                }
            }
            return old.count
        }
    }
}
