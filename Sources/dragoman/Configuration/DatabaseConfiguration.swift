// SPDX-License-Identifier: Apache-2.0

/// How the database is used.
struct DatabaseConfiguration: Sendable {
    var readers: Int
    var maximumGroupCommit: Int

    init(_ reader: inout ConfigurationReader) {
        reader.section("store", "The database.")
        readers = reader.value(
            "store.readers", .integer(1...64), default: "2",
            about: "Connections that read; there is always one that writes.")
        maximumGroupCommit = reader.value(
            "store.group_commit", .integer(1...10_000), default: "256",
            about: "The most writes that share one commit to the disk.")
    }
}
