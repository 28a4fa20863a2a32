// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    /// Reasons that an engine keeps.
    private static let keptReasons = 1_000

    func record(_ scores: [Score]) async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            for score in scores {
                let name: [SQLValue] = [
                    .id(score.engine), .id(score.scorer), .text(score.pair.source.spelling),
                    .text(score.pair.target.spelling), .text(score.model),
                ]
                try connection.run(ReviewSQL.add, name + [.text(score.at.day), .real(score.value)])
                guard let reason = score.reason else { continue }
                try connection.run(
                    ReviewSQL.addReason, name + [.real(score.value), .text(reason), .moment(score.at)])
            }
            for engine in Set(scores.filter { $0.reason != nil }.map(\.engine)) {
                try connection.run(ReviewSQL.pruneReasons, [.id(engine), .int(Self.keptReasons)])
            }
        }
    }

    func scores(
        of engine: EngineID, in organization: OrganizationID, from: String, to: String
    ) async throws(StoreError) -> [ScoreDay] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(
                ReviewSQL.days, [.id(engine), .id(organization), .text(from), .text(to)]
            ) { row in
                ScoreDay(
                    scorer: row.id(0), pair: Self.pair(row, 1), model: row.text(3), day: row.text(4),
                    count: row.int(5), sum: row.real(6))
            }
        }
    }

    func scoreReasons(
        of engine: EngineID, in organization: OrganizationID, limit: Int
    ) async throws(StoreError) -> [Score] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(ReviewSQL.reasons, [.id(engine), .id(organization), .int(limit)]) { row in
                Score(
                    organization: organization, engine: engine, scorer: row.id(0), pair: Self.pair(row, 1),
                    model: row.text(3), value: row.real(4), reason: row.text(5), at: row.moment(6))
            }
        }
    }

    func takeLowScores(
        of engine: EngineID, in organization: OrganizationID, by scorer: ScorerID, pair: LocalePair,
        count: Int
    ) async throws(StoreError) -> [String] {
        try await writer.write { (connection) throws(StoreError) in
            let found = try connection.rows(
                ReviewSQL.low,
                [
                    .id(engine), .id(organization), .id(scorer), .text(pair.source.spelling),
                    .text(pair.target.spelling), .real(Score.low),
                ]
            ) { (number: $0.integer(0), reason: $0.text(1)) }
            guard found.count >= count else { return [] }
            for row in found { try connection.run(ReviewSQL.take, [.integer(row.number)]) }
            return found.map(\.reason)
        }
    }

    func removeScoreReasons(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(ReviewSQL.deleteOldReasons, [.moment(moment), .int(limit)])
        }
    }

    private static func pair(_ row: Row, _ column: CInt) -> LocalePair {
        LocalePair(
            source: LocaleTag(unchecked: row.text(column)), target: LocaleTag(unchecked: row.text(column + 1))
        )
    }
}
