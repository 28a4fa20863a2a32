// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension QueueLimits {
    init(_ reader: inout ConfigurationReader) {
        self.init()
        reader.section("queue", "How much may wait; beyond it new groups are answered 429.")
        jobs = reader.value(
            "queue.max_jobs", .integer(1...1_000_000_000), default: "2000000",
            about: "Jobs that are not over.")
        jobsPerOrganization = reader.value(
            "queue.max_jobs_per_organization", .integer(1...1_000_000_000), default: "1000000",
            about: "The same of one organization.")
        bytes = reader.value(
            "queue.max_bytes", .size((1 << 20)...(1 << 50)), default: "32GiB",
            about: "Documents of groups that are not over.")
        bytesPerOrganization = reader.value(
            "queue.max_bytes_per_organization", .size((1 << 20)...(1 << 50)), default: "16GiB",
            about: "The same of one organization.")
        reader.section("storage", "The disk under the data folder.")
        minimumFree = reader.value(
            "storage.min_free", .size(0...(1 << 50)), default: "1GiB",
            about:
                "New groups are refused while less than this is free, so that what was accepted can be finished."
        )
    }
}
