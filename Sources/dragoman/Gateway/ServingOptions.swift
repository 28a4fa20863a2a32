// SPDX-License-Identifier: Apache-2.0

/// What `serve` is told beside the configuration.
struct ServingOptions: Sendable {
    static let mintedKeyName = "dev"

    /// An older database is migrated, after a backup.
    var migrates = false
    /// A further key is made and told when the gateway is ready.
    var mintsKey = false
    /// What is told when the gateway is ready is one line of JSON.
    var isReadyJSON = false
}
