// SPDX-License-Identifier: Apache-2.0

/// Something a check found in a translation.
public struct Finding: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// The text must not be delivered.
        case error
        /// The text may be delivered and the finding reported.
        case warning
    }

    /// The check, such as `placeholders` (docs/http-api.md, "Check").
    public var check: String
    /// How bad it is.
    public var severity: Severity
    /// What the source has, in its own spelling; empty when it has nothing of the kind.
    public var expected: String
    /// What the translation has instead; empty when it has nothing.
    public var found: String

    /// Makes a finding.
    public init(check: String, severity: Severity, expected: String, found: String) {
        self.check = check
        self.severity = severity
        self.expected = expected
        self.found = found
    }
}
