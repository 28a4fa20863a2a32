// SPDX-License-Identifier: Apache-2.0

/// What a client ends, runs again or deletes: one job, or all of a group.
public enum JobScope: Sendable, Equatable {
    case job(JobID)
    case group(JobGroupID)
}
