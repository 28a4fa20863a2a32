// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging

/// How many descriptors the process may have open: a connection is one, and the usual limit of 1,024 is from times
/// when nobody had a thousand.
enum DescriptorLimit {
    /// Makes the limit as high as the system lets this user.
    static func raise(logger: Logger) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur < limit.rlim_max
        else { return }
        limit.rlim_cur = limit.rlim_max
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 {
            logger.debug(
                "the limit of descriptors could not be raised",
                metadata: ["reason": "\(String(cString: strerror(errno)))"])
        }
    }
}
