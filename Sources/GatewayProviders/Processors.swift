// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The processors that this process may use.
enum Processors {
    /// How many there are, at least 1.
    static let count = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
