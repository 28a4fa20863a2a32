// SPDX-License-Identifier: Apache-2.0

/// Times and sizes as a configuration spells them.
enum Quantity {
    private static let sizes: [(unit: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("MB", 1_000_000),
        ("kB", 1000), ("B", 1),
    ]
    private static let times: [(unit: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Bytes: `10MiB`, `500kB` or a bare number.
    static func bytes(_ text: String) -> Int? {
        if let bytes = Int(text) { return bytes }
        let (digits, unit) = split(text)
        guard let count = Int(digits), let size = sizes.first(where: { $0.unit == unit }) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size.bytes)
        return overflow ? nil : bytes
    }

    /// The shortest spelling of a number of bytes.
    static func size(_ bytes: Int) -> String {
        guard bytes > 0, let size = sizes.first(where: { bytes % $0.bytes == 0 && $0.unit.contains("i") })
        else {
            return "\(bytes)"
        }
        return "\(bytes / size.bytes)\(size.unit)"
    }

    /// `55s`, `10m`, `250ms`, `1.5h` or a bare number of seconds.
    static func duration(_ text: String) -> Duration? {
        let (digits, unit) = split(text)
        // `Double` also takes "nan", "inf" and hexadecimal.
        guard !digits.isEmpty, let number = Double(digits) else { return nil }
        guard let time = times.first(where: { $0.unit == (unit.isEmpty ? "s" : unit) }) else { return nil }
        let milliseconds = number * time.milliseconds
        guard milliseconds < 1e15 else { return nil }
        return .milliseconds(Int64(milliseconds.rounded()))
    }

    /// The shortest spelling of a time.
    static func duration(_ duration: Duration) -> String {
        let milliseconds = Int64(duration / .milliseconds(1))
        guard milliseconds != 0 else { return "0s" }
        for time in times.reversed() where milliseconds % Int64(time.milliseconds) == 0 {
            return "\(milliseconds / Int64(time.milliseconds))\(time.unit)"
        }
        return "\(milliseconds)ms"
    }

    private static func split(_ text: String) -> (number: String, unit: String) {
        let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        return (String(number), String(text.dropFirst(number.count).drop { $0 == " " }))
    }
}
