// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    import Glibc
#endif

/// A moment of civil time, to the millisecond.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// The moment so many milliseconds after 1970.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// A moment later by a duration, cut to milliseconds.
    public static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + duration.milliseconds)
    }

    /// ISO 8601 in UTC with milliseconds, such as `2026-01-05T09:30:00.000Z`.
    public var iso8601: String {
        let (days, inDay) = milliseconds.quotientAndFlooredRemainder(dividingBy: 86_400_000)
        let (year, month, day) = Self.civil(days: days)
        let (seconds, fraction) = (inDay / 1000, inDay % 1000)
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "T" + pad(seconds / 3600, 2) + ":"
            + pad(seconds / 60 % 60, 2) + ":" + pad(seconds % 60, 2) + "." + pad(fraction, 3) + "Z"
    }

    /// The beginning of a UTC day such as `2026-01-05`; `nil` for a text that is none.
    public init?(day text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard text.utf8.count == 10, parts.count == 3, (1...12).contains(parts[1]),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D })
        else { return nil }
        let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
        let (era, yearOfEra) = year.quotientAndFlooredRemainder(dividingBy: 400)
        let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        self.init(milliseconds: days * 86_400_000)
        // A day that the month does not have is another one by now.
        guard day == text else { return nil }
    }

    /// A UTC time such as `2026-01-05T09:30:00Z` or `2026-01-05T09:30:00.000Z`, or the beginning of a day such as `2026-01-05`;
    /// `nil` for a text that is none.
    public init?(iso8601 text: String) {
        guard let day = Timestamp(day: String(text.prefix(10))) else { return nil }
        self = day
        if text.utf8.count == 10 { return }
        let time = String(text.dropFirst(10))
        let whole = time.utf8.count == 10 ? time.dropLast() + ".000Z" : time
        let parts = whole.dropFirst().dropLast().split(whereSeparator: { $0 == ":" || $0 == "." })
            .compactMap { Int64($0) }
        guard parts.count == 4 else { return nil }
        milliseconds += ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + parts[3]
        // Digits out of their range are another moment by now.
        guard String(iso8601.dropFirst(10)) == whole else { return nil }
    }

    /// UTC days since 1970.
    public var dayNumber: Int64 { milliseconds.quotientAndFlooredRemainder(dividingBy: 86_400_000).0 }

    /// The UTC day, such as `2026-01-05`.
    public var day: String { String(iso8601.prefix(10)) }

    /// Year, month and day of a number of days since 1970 in the proleptic Gregorian calendar.
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Counted from 1 March of year 0, so that a leap day ends its year; eras of 400 years repeat.
        let (era, dayOfEra) = (days + 719_468).quotientAndFlooredRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func quotientAndFlooredRemainder(dividingBy divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension Duration {
    /// Whole milliseconds.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Seconds with their fraction.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

/// Where the time of day comes from; tests pass one of their own.
public struct WallClock: Sendable {
    /// The moment it is.
    public let now: @Sendable () -> Timestamp

    /// A clock that asks `now`.
    public init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// The system's clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
