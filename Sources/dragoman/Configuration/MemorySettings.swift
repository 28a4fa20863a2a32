// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What is remembered, and what it answers.
struct MemorySettings: Sendable {
    var stores: Bool
    var reuse: MemoryReuse

    init(_ reader: inout ConfigurationReader) {
        reader.section("memory", "Translation memory: earlier translations that answer equal texts.")
        stores = reader.value(
            "memory.store", .flag, default: "false",
            about: "Whether translations are kept; they stay when their job is deleted.")
        reuse = reader.value(
            "memory.reuse", .choice(MemoryReuse.allCases), default: "none",
            about:
                "What answers: fingerprint (made under the same configuration), source (any), approved, none."
        )
    }
}
