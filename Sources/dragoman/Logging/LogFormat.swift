// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How a line of the log is written.
enum LogFormat: String, Sendable, CaseIterable {
    /// Text on a terminal, JSON elsewhere.
    case auto
    case json
    case text

    /// Whether standard error gets JSON.
    var isJSON: Bool {
        switch self {
        case .json: true
        case .text: false
        case .auto: isatty(STDERR_FILENO) == 0
        }
    }
}
