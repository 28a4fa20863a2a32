// SPDX-License-Identifier: Apache-2.0

/// What a client is granted after the server has said its last.
enum Lingering {
    /// How long it may take to close.
    static let time = Duration.seconds(2)
    /// How much it may still send.
    static let bytes = 64 << 20
}
