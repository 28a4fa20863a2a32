// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import dragoman

@Suite struct QuantityTests {
    @Test(arguments: [
        ("55s", 55_000), ("10m", 600_000), ("250ms", 250), ("1.5h", 5_400_000), ("2d", 172_800_000),
        ("7", 7000),
        ("0.5", 500), ("5 s", 5000),
    ])
    func `a time has a unit, or is in seconds`(text: String, milliseconds: Int) {
        #expect(Quantity.duration(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "s", "-1s", "1x", "nan", "inf", "1e3", "1..2s", "999999999999999999d"])
    func `what is no time is none`(text: String) {
        #expect(Quantity.duration(text) == nil)
    }

    @Test(arguments: [
        ("10MiB", 10_485_760), ("1024", 1024), ("2 KiB", 2048), ("1GB", 1_000_000_000), ("500kB", 500_000),
        ("7B", 7),
    ])
    func `a size has a unit, or is in bytes`(text: String, bytes: Int) {
        #expect(Quantity.bytes(text) == bytes)
    }

    @Test(arguments: ["", "MiB", "1.5MiB", "10MB/s", "9999999999GiB", "10mib"])
    func `what is no size is none`(text: String) {
        #expect(Quantity.bytes(text) == nil)
    }

    @Test(arguments: [(90_000, "90s"), (60_000, "1m"), (250, "250ms"), (86_400_000, "1d"), (0, "0s")])
    func `a time is spelled as short as it can be`(milliseconds: Int, text: String) {
        #expect(Quantity.duration(.milliseconds(milliseconds)) == text)
    }
}
