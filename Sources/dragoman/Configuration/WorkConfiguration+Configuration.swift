// SPDX-License-Identifier: Apache-2.0
import GatewayWork

extension WorkConfiguration {
    init(_ reader: inout ConfigurationReader) {
        self.init()
        reader.section("sync", "Calls that are answered at once.")
        synchronousDeadline = reader.value(
            "sync.deadline", .duration(.seconds(1) ... .seconds(3600)), default: "55s",
            about: "A synchronous call ends after so long, done or not.")
        synchronousBudget = reader.value(
            "sync.budget", .duration(.seconds(1) ... .seconds(3600)), default: "50s",
            about: "A synchronous call that will take longer, by the measured speed, is refused at once.")
        reader.section("work", "Jobs.")
        parallelJobs = reader.value(
            "work.parallel_jobs", .integer(1...4096), default: "128",
            about: "Jobs under way at once; providers bound their own calls.")
        lease = reader.value(
            "work.lease", .duration(.seconds(5) ... .seconds(3600)), default: "60s",
            about: "A job whose worker fell silent goes to another one after so long.")
        maximumAttempts = reader.value(
            "work.max_attempts", .integer(1...100), default: "5", about: "Attempts of a job before it fails.")
        retryBase = reader.value(
            "work.retry_base", .duration(.milliseconds(1) ... .seconds(3600)), default: "1s",
            about: "Wait before the second attempt; doubled for each further one, with jitter.")
        retryCap = reader.value(
            "work.retry_cap", .duration(.milliseconds(1) ... .seconds(86_400)), default: "5m",
            about: "The longest wait between two attempts.")
        callTimeout = reader.value(
            "work.call_timeout", .duration(.milliseconds(100) ... .seconds(3600)), default: "2m",
            about: "Time for one call of a provider on behalf of a job.")
        reader.section("suggestions", "What feedback and comparisons come to.")
        suggestionModel = reader.value(
            "suggestions.model", .optionalModel, default: "\"\"",
            about: "The language model that reads feedback, provider/model; empty: the engine's first one.")
        enoughDuels = reader.value(
            "suggestions.duels", .integer(2...10_000), default: "10",
            about: "Choices between a model and others before comparisons decide anything about it.")
        enoughConfidence = reader.value(
            "suggestions.confidence", .share(0.5...0.9999), default: "0.95",
            about: "How sure they must be that one model is better than another.")
        reader.section("prompt", "What language models are asked; the gateway writes the prompt.")
        prompt.maximumContextTokens = reader.value(
            "prompt.max_context_tokens", .integer(0...1_000_000), default: "2000",
            about: "Tokens of all that only explains: earlier translations, neighbours, the caller's context."
        )
        prompt.maximumSegments = reader.value(
            "prompt.max_segments", .integer(1...1000), default: "40", about: "Texts of one prompt.")
        prompt.maximumBytes = reader.value(
            "prompt.max_bytes", .size(256...1_048_576), default: "8KiB",
            about: "Size of one prompt's texts together; a longer one goes alone.")
    }
}
