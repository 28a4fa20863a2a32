// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import NIOCore
import NIOHTTP1

/// Comparisons of models (docs/http-api.md, "Compare").
extension Responder {
    func compare(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        var command = try Compare(call.request.json(), limits: limits)
        command.traceParent = call.traceParent
        if call.wantsEvents { return events(of: command, for: principal) }
        let comparison = try await localizer.compare(
            command, as: identifiers.next(), for: principal, each: { _ in })
        return answer(comparison, .created)
    }

    /// Each candidate as it is done, then the whole comparison, as server-sent events (HTML standard, section 9.2).
    private func events(of command: Compare, for principal: Principal) -> OutboundResponse {
        let id: ComparisonID = identifiers.next()
        var response = OutboundResponse(status: .ok, body: ByteBuffer())
        response.mediaType = "text/event-stream"
        response.headers.add(name: "x-accel-buffering", value: "no")
        response.stream = .begin { [localizer] write in
            do {
                let comparison = try await localizer.compare(command, as: id, for: principal) { candidate in
                    var writer = JSONWriter(capacity: 512)
                    writer.object { $0.candidate(candidate, isHidden: command.isBlind) }
                    write(Self.event("candidate", writer.bytes))
                }
                write(Self.event("comparison", self.json(comparison)))
            } catch {
                let failure = self.failure(error, ["comparison.id": "\(id)"])
                var writer = JSONWriter()
                writer.object {
                    $0.member("status", Int(failure.status.rawValue))
                    $0.member("message", failure.message)
                }
                write(Self.event("error", writer.bytes))
            }
        }
        return response
    }

    private static func event(_ type: String, _ json: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        // JSON as the gateway writes it has no line ends.
        buffer.writeString("event: \(type)\ndata: ")
        buffer.writeBytes(json)
        buffer.writeString("\n\n")
        return buffer
    }

    func getComparison(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: ComparisonID = try identifier(call)
        guard let comparison = try await store.comparison(id, of: principal.organization) else {
            throw missing(ComparisonID.self, call)
        }
        try principal.require(comparison.engine)
        return answer(comparison)
    }

    func chooseCandidate(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: ComparisonID = try identifier(call)
        let choice = try ChooseCandidate(call.request.json())
        return answer(try await localizer.choose(choice, in: id, for: principal))
    }

    func getScorecard(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: EngineID = try identifier(call)
        let scorecard = try await localizer.scorecard(of: id, for: principal)
        return .object(capacity: 1024) {
            $0.member("engineId", id.text)
            $0.name("pairs")
            $0.array { array in for pair in scorecard.pairs { array.object { $0.scores(pair) } } }
        }
    }

    func shadowRuns(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["limit", "cursor", "rater"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        let engine = try await engine(call.parameter, for: principal)
        let runs = try await store.shadowRuns(
            of: engine.id, in: principal.organization,
            PageQuery(before: try cursor(parameters["cursor"]), limit: limit + 1))
        return page(of: runs, limit: limit, id: \.id) { writer, run in
            writer.object { $0.members(of: run, for: parameters["rater"]) }
        }
    }

    private func answer(
        _ comparison: Comparison, _ status: HTTPResponseStatus = .ok
    ) -> OutboundResponse {
        OutboundResponse(status: status, body: ByteBuffer(bytes: json(comparison)))
    }

    private func json(_ comparison: Comparison) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { $0.members(of: comparison, for: nil) }
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes a comparison's members.
    ///
    /// - Parameter rater: who is to choose, and must not be told before what they or others have chosen; `nil` for everybody alike.
    mutating func members(of comparison: Comparison, for rater: String?) {
        // Until somebody has chosen nobody is told.
        let isHidden = comparison.hidesNames(from: rater)
        member("id", comparison.id.text)
        member("engineId", comparison.engine.text)
        member("sourceLocale", comparison.source.spelling)
        member("targetLocale", comparison.target.spelling)
        member("blind", comparison.isBlind)
        member("shadow", comparison.isShadow)
        if let place = comparison.place {
            member("setId", place.set.text)
            member("position", place.position)
            member("reference", place.reference)
        }
        name("data")
        if let content = comparison.content { value(.object(content)) } else { null() }
        member("rememberedSegments", comparison.remembered)
        member("createdAt", comparison.createdAt)
        name("candidates")
        array { array in
            for candidate in comparison.candidates {
                array.object {
                    $0.candidate(candidate, isHidden: isHidden)
                    if comparison.place != nil { $0.rounded("chrf", candidate.referenceScore, places: 1) }
                }
            }
        }
        name("choices")
        array { array in
            // What others prefer would sway who has yet to choose.
            for choice in isHidden ? [] : comparison.choices {
                array.object {
                    $0.member("rater", choice.rater)
                    $0.member("candidate", choice.candidate)
                    $0.name("edit")
                    if let edit = choice.edit { $0.value(.object(edit)) } else { $0.null() }
                    $0.rounded("editDistance", choice.editDistance, places: 4)
                    $0.member("at", choice.at)
                }
            }
        }
    }

    fileprivate mutating func candidate(_ candidate: ComparisonCandidate, isHidden: Bool) {
        member("candidate", candidate.number)
        // An error names who made it.
        member("model", isHidden ? nil : (candidate.answered ?? candidate.model).description)
        name("data")
        if let content = candidate.content { value(.object(content)) } else { null() }
        member("error", candidate.error.map { isHidden ? ComparisonCandidate.hiddenError : $0 })
        member("findings", raw: candidate.warnings)
        name("terms")
        terms(candidate.terms)
        // Times and costs give names away.
        member("latencyMs", isHidden ? nil : candidate.milliseconds)
        rounded("agreement", candidate.agreement, places: 1)
        name("usage")
        if isHidden {
            null()
        } else {
            object {
                $0.member("inputTokens", candidate.usage.inputTokens)
                $0.member("outputTokens", candidate.usage.outputTokens)
                $0.member("cost", candidate.usage.cost)
            }
        }
    }

    /// Writes what became of terms.
    mutating func terms(_ terms: ComparedTerms) {
        object {
            $0.member("kept", terms.kept)
            $0.member("inserted", terms.inserted)
            $0.member("missed", terms.missed)
        }
    }

    fileprivate mutating func scores(_ pair: Scorecard.Pair) {
        member("sourceLocale", pair.pair.source.spelling)
        member("targetLocale", pair.pair.target.spelling)
        member("choices", pair.choices)
        member("decided", pair.isDecided)
        name("models")
        array { array in
            for row in pair.rows {
                array.object {
                    $0.member("model", row.model.description)
                    $0.member("comparisons", row.comparisons)
                    $0.member("failures", row.failures)
                    $0.member("duels", row.duels)
                    $0.member("wins", row.wins)
                    $0.rounded("strength", row.strength, places: 3)
                    $0.name("interval")
                    $0.array {
                        $0.double(Self.rounded(row.interval.lowerBound, places: 3))
                        $0.double(Self.rounded(row.interval.upperBound, places: 3))
                    }
                    $0.rounded("editDistance", row.editDistance, places: 4)
                    $0.member("checkFailures", row.checkFailures)
                    $0.rounded("termsKept", row.termsKept, places: 3)
                    $0.member("insertedTerms", row.insertedTerms)
                    $0.member("medianLatencyMs", row.medianMilliseconds)
                    $0.rounded("costPer1000Characters", row.costPerThousandCharacters, places: 9)
                }
            }
        }
    }

    /// A number with no more digits than it is worth; null for none.
    mutating func rounded(_ name: String, _ value: Double?, places: Int) {
        member(name, value.map { Self.rounded($0, places: places) })
    }

    static func rounded(_ value: Double, places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (value * scale).rounded() / scale
    }
}
