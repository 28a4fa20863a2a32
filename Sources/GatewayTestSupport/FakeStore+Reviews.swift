// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func record(_ scores: [Score]) throws(StoreError) {
        try checkFault()
        scored.withLock { $0 += scores }
    }

    public func scores(
        of engine: EngineID, in organization: OrganizationID, from: String, to: String
    ) throws(StoreError) -> [ScoreDay] {
        let found = scored.withLock { scored in
            scored.filter {
                $0.engine == engine && $0.organization == organization && (from...to).contains($0.at.day)
            }
        }
        var days: [ScoreDay] = []
        for score in found {
            let index = days.firstIndex {
                $0.scorer == score.scorer && $0.pair == score.pair && $0.model == score.model
                    && $0.day == score.at.day
            }
            if let index {
                days[index].count += 1
                days[index].sum += score.value
            } else {
                days.append(
                    ScoreDay(
                        scorer: score.scorer, pair: score.pair, model: score.model, day: score.at.day,
                        count: 1,
                        sum: score.value))
            }
        }
        return days
    }

    public func scoreReasons(
        of engine: EngineID, in organization: OrganizationID, limit: Int
    ) throws(StoreError) -> [Score] {
        scored.withLock { scored in
            Array(
                scored.reversed().filter {
                    $0.engine == engine && $0.organization == organization && $0.reason != nil
                }.prefix(limit))
        }
    }

    public func takeLowScores(
        of engine: EngineID, in organization: OrganizationID, by scorer: ScorerID, pair: LocalePair,
        count: Int
    ) throws(StoreError) -> [String] {
        scored.withLock { scored in
            let low = scored.indices.filter {
                scored[$0].engine == engine && scored[$0].scorer == scorer && scored[$0].pair == pair
                    && scored[$0].value < Score.low && scored[$0].reason != nil
            }
            guard low.count >= count else { return [] }
            let reasons = low.compactMap { scored[$0].reason }
            for index in low { scored[index].reason = nil }
            return reasons
        }
    }

    public func removeScoreReasons(before moment: Timestamp, limit: Int) throws(StoreError) -> Int { 0 }
}
