// SPDX-License-Identifier: Apache-2.0

/// What secrets in the database are encrypted with.
struct SecretsConfiguration: Sendable {
    /// Names the file of the key; empty for one in the data folder.
    var keyFile: String

    init(_ reader: inout ConfigurationReader) {
        reader.section("secrets", "Secrets in the database, such as those that sign webhooks.")
        keyFile = reader.value(
            "secrets.key_file", .optionalPath, default: "\"\"",
            about:
                "File with the key they are encrypted with, 32 bytes in base64; nothing means sealing.key in the data folder, made if missing."
        )
    }
}
