// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The program that runs.
enum OwnProgram {
    /// Where it lies; the link that the system keeps when that cannot be told.
    static var path: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return "/proc/self/exe" }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
