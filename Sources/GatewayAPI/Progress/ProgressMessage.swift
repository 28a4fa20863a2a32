// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a subscriber is told (docs/http-api.md, "Live progress").
enum ProgressMessage {
    /// How the group is as the subscriber comes.
    case snapshot
    /// A job began, came further, was queued again or was deleted.
    case jobProgress(JobID, locale: String)
    /// A job got output.
    case jobCompleted(JobID, locale: String)
    /// A job failed.
    case jobFailed(JobID, locale: String, error: String?)
    /// All jobs are over; the last message.
    case groupCompleted

    /// What the message's `type` says.
    var type: String {
        switch self {
        case .snapshot: "snapshot"
        case .jobProgress: "job.progress"
        case .jobCompleted: "job.completed"
        case .jobFailed: "job.failed"
        case .groupCompleted: "group.completed"
        }
    }

    /// The message as JSON; it carries the whole group, so that who misses one misses nothing.
    func json(of group: GroupProgress) -> [UInt8] {
        var writer = JSONWriter(capacity: group.snapshotSize + 256)
        writer.object {
            $0.member("type", type)
            switch self {
            case .snapshot: break
            case .jobProgress(let job, let locale), .jobCompleted(let job, let locale):
                $0.member("jobId", job.text)
                $0.member("locale", locale)
            case .jobFailed(let job, let locale, let error):
                $0.member("jobId", job.text)
                $0.member("locale", locale)
                $0.member("error", error)
            case .groupCompleted:
                $0.member("groupId", group.id.text)
                $0.member("status", group.status.rawValue)
            }
            $0.name("snapshot")
            group.write(to: &$0)
        }
        return writer.bytes
    }
}
