// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a run of a job leaves behind when it ends, as `job_result` holds it.
struct JobResult: Sendable {
    var output: [UInt8]?
    var warnings = Array("[]".utf8)
    var steps = Array("[]".utf8)
    var receipt = Receipt()
}
