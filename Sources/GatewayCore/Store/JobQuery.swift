// SPDX-License-Identifier: Apache-2.0

/// Which jobs a list shows, newest first.
public struct JobQuery: Sendable {
    /// Only jobs of this engine.
    public var engine: EngineID?
    /// Only jobs in this state.
    public var status: JobStatus?
    /// Only jobs older than this one.
    public var before: JobID?
    /// 1 to 100.
    public var limit: Int

    /// Makes a query.
    public init(engine: EngineID? = nil, status: JobStatus? = nil, before: JobID? = nil, limit: Int = 20) {
        self.engine = engine
        self.status = status
        self.before = before
        self.limit = limit
    }
}
