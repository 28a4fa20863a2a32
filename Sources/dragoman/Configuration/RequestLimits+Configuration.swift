// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension RequestLimits {
    init(_ reader: inout ConfigurationReader) {
        self.init()
        reader.section("limits", "What a request may hold; more is refused.")
        bodyBytes = reader.value(
            "limits.body_bytes", .size(1024...(1 << 30)), default: "10MiB", about: "Size of a request's body."
        )
        depth = reader.value(
            "limits.depth", .integer(1...120), default: "100", about: "Levels of nesting of `data`.")
        leaves = reader.value(
            "limits.leaves", .integer(1...10_000_000), default: "50000", about: "Strings in `data`.")
        targetLocales = reader.value(
            "limits.target_locales", .integer(1...1000), default: "100", about: "Target locales of one group."
        )
        contextCharacters = reader.value(
            "limits.context_characters", .integer(0...1_000_000), default: "10000",
            about: "Characters of `context`.")
        synchronousCharacters = reader.value(
            "sync.max_chars", .integer(1...100_000_000), default: "200000",
            about: "Characters to translate in one synchronous call; more has to be a job.")
        reader.section("glossary", "Terms and their required renderings.")
        glossaryItems = reader.value(
            "glossary.max_items", .integer(1...1_000_000), default: "100000",
            about: "Glossary items of one engine; more is refused.")
    }
}
