// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The `Retry-After` field (RFC 9110, section 10.2.3): seconds, or a moment.
enum RetryAfter {
    /// How long it asks to wait; `nil` when it is neither.
    static func duration(_ field: String, at now: Timestamp) -> Duration? {
        if let seconds = Int64(field), seconds >= 0 { return .seconds(min(seconds, 1 << 32)) }
        guard let moment = moment(field) else { return nil }
        return .milliseconds(max(0, moment.milliseconds - now.milliseconds))
    }

    /// A moment as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7); the two obsolete forms are not read.
    private static func moment(_ field: String) -> Timestamp? {
        let parts = field.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]), let year = Int64(parts[3]),
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, (1...31).contains(day), (1970...9999).contains(year) else { return nil }
        let seconds = time[0] * 3600 + time[1] * 60 + time[2]
        return Timestamp(milliseconds: (days(year, Int64(month) + 1, day) * 86_400 + seconds) * 1000)
    }

    /// Days since 1970 in the Gregorian calendar; years are counted from March, so that a leap day ends one.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
