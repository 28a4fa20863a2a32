// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// The synchronous calls (docs/http-api.md, "Localize", "Recognize", "Check", "Estimate", "Legacy aliases").
extension Responder {
    func localize(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        var command = try Localize(call.request.json(), limits: limits)
        command.traceParent = call.traceParent
        let answer = try await localizer.localize(command, for: principal)
        return .object(capacity: call.request.body.readableBytes + 256) {
            $0.member("sourceLocale", answer.source.spelling)
            $0.member("targetLocale", answer.target.spelling)
            $0.name("data")
            $0.value(.object(answer.content))
            if let model = answer.model { $0.member("model", model.description) }
            guard let usage = answer.usage else { return }
            $0.name("usage")
            $0.object {
                $0.member("inputTokens", usage.inputTokens)
                $0.member("outputTokens", usage.outputTokens)
                $0.member("llmCost", usage.cost)
                $0.member("localizationCost", 0)
                $0.member("cost", usage.cost)
            }
        }
    }

    func legacyLocalize(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let command = try Localize(legacy: call.request.json(), limits: limits)
        let answer = try await localizer.localize(command, for: principal)
        return .object(capacity: call.request.body.readableBytes + 256) {
            $0.name("data")
            $0.value(.object(answer.content))
        }
    }

    func recognize(_ call: Call) async throws -> OutboundResponse {
        let answer = try await localizer.recognize(Recognize(call.request.json()))
        return .object {
            $0.member("locale", answer.locale.spelling)
            $0.member("language", answer.language)
            $0.member("region", answer.region)
            $0.member("script", answer.script)
            $0.member("label", answer.label)
            $0.member("direction", answer.direction.rawValue)
            $0.name("alternatives")
            $0.array {
                for candidate in answer.alternatives {
                    $0.object {
                        $0.member("locale", candidate.locale.spelling)
                        // More digits would claim more than a recognizer knows.
                        $0.member("confidence", (candidate.confidence * 1000).rounded() / 1000)
                    }
                }
            }
        }
    }

    func check(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let command = try CheckTranslation(call.request.json(), limits: limits)
        let report = try await localizer.check(command, for: principal)
        let errors = report.entries.count { $0.finding.severity == .error }
        return .object(capacity: 256 + 128 * report.entries.count) {
            $0.member("sourceLocale", command.source.spelling)
            $0.member("targetLocale", command.target.spelling)
            $0.member("segments", report.segments)
            $0.member("errors", errors)
            $0.member("warnings", report.entries.count - errors)
            $0.name("findings")
            $0.array {
                for entry in report.entries {
                    $0.object {
                        $0.member("path", entry.path)
                        $0.member("check", entry.finding.check)
                        $0.member("severity", entry.finding.severity.rawValue)
                        $0.member("expected", entry.finding.expected)
                        $0.member("found", entry.finding.found)
                    }
                }
            }
        }
    }

    func estimate(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let command = try Estimate(call.request.json())
        var rows: [(target: LocaleTag, characters: Int, tokens: Int, cost: Double)] = []
        for (target, characters) in command.items {
            let cost = try await localizer.estimatedCost(
                characters: characters, target: target, for: principal)
            // Four characters are about one token.
            rows.append((target, characters, (characters + 2) / 4, cost))
        }
        let total = rows.reduce(0) { $0 + $1.cost }
        return .object {
            $0.name("approximate")
            $0.bool(true)
            $0.name("totals")
            $0.object {
                $0.member("sourceChars", rows.reduce(0) { $0 + $1.characters })
                $0.member("estimatedOutputTokens", rows.reduce(0) { $0 + $1.tokens })
                $0.member("estimatedLlmCostUsd", total)
                $0.member("estimatedLocalizationCostUsd", 0)
                $0.member("estimatedTotalCostUsd", total)
            }
            $0.name("byLocale")
            $0.array {
                for row in rows {
                    $0.object {
                        $0.member("targetLocale", row.target.spelling)
                        $0.member("sourceChars", row.characters)
                        $0.member("estimatedOutputTokens", row.tokens)
                        $0.member("estimatedCostUsd", row.cost)
                    }
                }
            }
        }
    }
}
