// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// How often a test of chance is tried.
public enum Rounds {
    /// `short` times, or `DRAGOMAN_LONG` times as often.
    public static func count(short: Int) -> Int {
        let factor = ProcessInfo.processInfo.environment["DRAGOMAN_LONG"].flatMap { Int($0) } ?? 1
        return short * max(1, factor)
    }
}
