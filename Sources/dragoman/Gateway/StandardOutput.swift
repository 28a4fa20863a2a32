// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Writes to standard output at once, whether it is a terminal or a pipe.
enum StandardOutput {
    static func write(_ text: String) { writeAll(Array((text + "\n").utf8), to: STDOUT_FILENO) }
}

/// Writes to standard error.
enum StandardError {
    static func write(_ text: String) { writeAll(Array((text + "\n").utf8), to: STDERR_FILENO) }
}

/// Writes bytes until all are written or nobody reads them any more: then the work goes on without.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
            guard errno == EINTR else { return }
        } else {
            rest = rest.dropFirst(count)
        }
    }
}
