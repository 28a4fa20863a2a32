// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What is remembered, and what it answers.
struct MemorySettings: Sendable {
    var stores: Bool
    var reuse: MemoryReuse
    var entries: Int
    var indexBytes: Int

    init(_ reader: inout ConfigurationReader) {
        reader.section("memory", "Translation memory: earlier translations that answer equal texts.")
        stores = reader.value(
            "memory.store", .flag, default: "true",
            about: "Whether translations are kept; they stay when their job is deleted.")
        reuse = reader.value(
            "memory.reuse", .choice(MemoryReuse.allCases), default: "fingerprint",
            about:
                "What answers: fingerprint (made under the same configuration), source (any), approved, none."
        )
        entries = reader.value(
            "memory.entries", .integer(1...100_000_000), default: "1000000",
            about: "Entries of one organization; beyond them the oldest go that nobody approved.")
        indexBytes = reader.value(
            "memory.index_bytes", .size((1 << 20)...(1 << 40)), default: "1GiB",
            about:
                "Memory for finding texts that are like one another, some 140 bytes each; what was asked longest ago goes first."
        )
    }
}
