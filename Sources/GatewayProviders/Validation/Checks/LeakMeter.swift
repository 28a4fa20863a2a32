// SPDX-License-Identifier: Apache-2.0

/// Does something over and over and looks at what stays.
enum LeakMeter {
    /// Bytes that may stay of each time: less than any text.
    static let limit = 1_024

    /// Measures after a warm-up. Slow plugins are done with fewer times, at least a twentieth.
    static func measure(
        _ what: String, warm: Int, times: Int, seconds: Int = 8, _ run: CheckRun,
        _ body: () throws(CheckFault) -> Void
    ) throws(CheckFault) {
        let limit = monotonicNanoseconds() + Int64(seconds) * 500_000_000
        for index in 0..<warm {
            try body()
            if index > warm / 20, monotonicNanoseconds() > limit { break }
        }
        let (threads, files, before) = (
            ProcessState.threads, ProcessState.descriptors.count, HeapSize.bytes
        )
        let end = monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
        var done = 0
        while done < times, done < times / 20 || monotonicNanoseconds() < end {
            try body()
            done += 1
        }
        let perTime = (HeapSize.bytes - before) / max(1, done)
        if perTime >= Self.limit { throw .broken("each \(what) leaves \(perTime) bytes, seen over \(done)") }
        let grown = ProcessState.threads - threads
        if grown > 4 { throw .broken("\(grown) threads more after \(done) times") }
        let opened = ProcessState.descriptors.count - files
        if opened > 4 { throw .broken("\(opened) open files more after \(done) times") }
    }
}
