// SPDX-License-Identifier: Apache-2.0

/// Which dragoman this is.
enum Release {
    /// Semantic version.
    static let version = "0.1.0"
}
