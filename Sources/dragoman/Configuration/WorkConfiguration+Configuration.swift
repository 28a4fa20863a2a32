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
