// SPDX-License-Identifier: Apache-2.0
import GatewayCore
#if canImport(Glibc)
    import Glibc
#endif

/// The `Date` of answers (RFC 9110, section 5.6.7), written once a second.
enum HTTPDate {
    private static let last = Locked((second: 0, text: ""))

    /// Now, such as `Mon, 05 Jan 2026 09:30:00 GMT`.
    static var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        let second = time.tv_sec
        return last.withLock { last in
            if last.second != second { last = (second, text(second: second)) }
            return last.text
        }
    }

    /// A moment in seconds since 1970.
    static func text(second: Int) -> String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(twoDigits).joined(separator: ":")
        return "\(days[Int(parts.tm_wday)]), \(twoDigits(parts.tm_mday)) \(months[Int(parts.tm_mon)]) "
            + "\(parts.tm_year + 1900) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
