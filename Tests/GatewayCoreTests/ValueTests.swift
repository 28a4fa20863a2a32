// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@Suite struct IdentifierTests {
    @Test func `identifiers are a prefix and sixteen letters or digits`() {
        let id = IdentifierSource().next(JobID.self)
        #expect(id.text.wholeMatch(of: /ljb_[A-Za-z0-9]{16}/) != nil)
    }

    @Test
    func `the order of identifiers as bytes is the order they were made, even when the clock goes back`() {
        let clock = ManualClock()
        let source = IdentifierSource(clock: clock.wall)
        var ids: [String] = []
        for step in 0..<2000 {
            if step % 100 == 50 { clock.advance(by: .seconds(-5)) }
            if step % 100 == 99 { clock.advance(by: .seconds(9)) }
            ids.append(source.next(JobID.self).text)
        }
        #expect(ids == ids.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: [
        "", "ljb_", "ljg_0000000000000000", "ljb_000000000000000é", "ljb_0000-00", "LJB_0000000000000000",
    ])
    func `another thing's name is no job's`(_ text: String) {
        #expect(JobID(text) == nil)
    }
}

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_767_605_400_000, "2026-01-05T09:30:00.000Z"),
        (951_827_696_789, "2000-02-29T12:34:56.789Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func `moments are written in UTC with milliseconds`(_ milliseconds: Int, _ text: String) {
        #expect(Timestamp(milliseconds: Int64(milliseconds)).iso8601 == text)
    }
}

@Suite struct GroupStatusTests {
    @Test(
        arguments: [
            ([.queued, .queued], .pending), ([.queued, .processing], .processing),
            ([.queued, .completed], .processing),
            ([.failed, .processing], .processing), ([.failed, .failed], .failed),
            ([.failed, .completed], .partial),
            ([.failed, .completedWithWarnings], .partial),
            ([.completed, .completedWithWarnings], .completed),
        ] as [([JobStatus], GroupStatus)])
    func `the first rule that fits gives the status`(_ jobs: [JobStatus], _ status: GroupStatus) {
        #expect(GroupCounts(jobs).status == status)
    }

    @Test func `a job with warnings counts as completed too`() {
        let counts = GroupCounts([.completed, .completedWithWarnings, .failed])
        #expect(counts.completed == 2)
        #expect(counts.completedWithWarnings == 1)
        #expect(counts.completed + counts.failed == counts.total)
    }
}

/// W3C Trace Context, section 3.2.
@Suite struct TraceParentTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test(arguments: ["00-\(trace)", "01-\(trace)", "cc-\(trace)-what-will-be"])
    func `a context that follows the standard is passed on as version 00`(text: String) {
        #expect(TraceParent(text)?.text == "00-\(Self.trace)")
    }

    @Test(arguments: [
        "", "00", "ff-\(trace)", "0-\(trace)", "00-\(trace)-more", "00-\(trace.uppercased())", "00-\(trace)0",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01", "00-\(trace)\r\nx: y",
    ])
    func `anything else is no context`(text: String) { #expect(TraceParent(text) == nil) }
}
