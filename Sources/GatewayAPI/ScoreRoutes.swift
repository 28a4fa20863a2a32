// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// What reviewers said of an engine's translations (docs/http-api.md, "Reviewers").
extension Responder {
    private static let shownReasons = 100
    private static let usualDays = Duration.seconds(30 * 86_400)

    func scores(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["from", "to"])
        let engine = try await engine(call.parameter, for: principal)
        let now = clock.now()
        let from =
            try day(parameters["from"], "from")
            ?? Timestamp(
                milliseconds: now.milliseconds - Self.usualDays.milliseconds
            ).day
        let to = try day(parameters["to"], "to") ?? now.day
        let days = try await store.scores(of: engine.id, in: principal.organization, from: from, to: to)
        let reasons = try await store.scoreReasons(
            of: engine.id, in: principal.organization, limit: Self.shownReasons)
        let names = Dictionary(
            engine.scorers.map { ($0.id, $0.scorer) }, uniquingKeysWith: { first, _ in first })
        return .object(capacity: 1024) {
            $0.member("engineId", engine.id.text)
            $0.member("from", from)
            $0.member("to", to)
            $0.name("scores")
            $0.array { array in
                for row in Self.grouped(days) { array.score(row, names[row[0].scorer]) }
            }
            $0.name("reasons")
            $0.array { array in for score in reasons { array.reason(score) } }
        }
    }

    private func day(_ text: String?, _ field: String) throws(RequestError) -> String? {
        guard let text else { return nil }
        guard Timestamp(day: text) != nil else {
            throw .invalid(field: field, reason: "must be a UTC day such as 2026-01-05")
        }
        return text
    }

    /// Days that are of the same reviewer, pair and model; the store gives them one after the other.
    private static func grouped(_ days: [ScoreDay]) -> [[ScoreDay]] {
        var groups: [[ScoreDay]] = []
        for day in days {
            if let last = groups.last?.first, last.scorer == day.scorer, last.pair == day.pair,
                last.model == day.model
            {
                groups[groups.count - 1].append(day)
            } else {
                groups.append([day])
            }
        }
        return groups
    }
}

extension JSONWriter {
    fileprivate mutating func score(_ days: [ScoreDay], _ scorer: Scorer?) {
        let (count, sum) = days.reduce(into: (0, 0.0)) { total, day in
            total.0 += day.count
            total.1 += day.sum
        }
        object {
            $0.member("scorerId", days[0].scorer.text)
            $0.member("name", scorer?.name)
            $0.member("type", scorer?.kind.rawValue)
            $0.member("sourceLocale", days[0].pair.source.spelling)
            $0.member("targetLocale", days[0].pair.target.spelling)
            $0.member("model", days[0].model)
            $0.member("count", count)
            $0.member("average", Self.average(sum, count))
            $0.name("days")
            $0.array { array in
                for day in days {
                    array.object {
                        $0.member("day", day.day)
                        $0.member("count", day.count)
                        $0.member("average", Self.average(day.sum, day.count))
                    }
                }
            }
        }
    }

    fileprivate mutating func reason(_ score: Score) {
        object {
            $0.member("scorerId", score.scorer.text)
            $0.member("sourceLocale", score.pair.source.spelling)
            $0.member("targetLocale", score.pair.target.spelling)
            $0.member("model", score.model)
            $0.member("score", Self.average(score.value, 1))
            $0.member("reason", score.reason)
            $0.member("at", score.at)
        }
    }

    /// 0 to 100, with one digit.
    private static func average(_ sum: Double, _ count: Int) -> Double {
        count == 0 ? 0 : (sum / Double(count) * 1000).rounded() / 10
    }
}
