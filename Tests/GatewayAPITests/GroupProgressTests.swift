// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import Testing

@testable import GatewayAPI

@Suite struct GroupProgressTests {
    private static let (first, second) = (
        JobID(unchecked: "ljb_0000000000000001"), JobID(unchecked: "ljb_0000000000000002")
    )

    private func change(
        _ event: JobChange.Event = .progressed, of job: JobID = first, run: Int = 1,
        _ status: JobStatus = .processing, done: Int = 0
    ) -> JobChange {
        JobChange(
            event, job: job, group: JobGroupID(unchecked: "ljg_1"), target: LocaleTag(unchecked: "de"),
            run: run,
            status: status, segmentsDone: done)
    }

    private var group: GroupProgress {
        let moment = Timestamp(milliseconds: 0)
        return GroupProgress(
            JobGroup(
                id: JobGroupID(unchecked: "ljg_1"), engine: EngineID(unchecked: "eng_1"),
                source: LocaleTag(unchecked: "en"),
                jobs: [Self.first, Self.second].map {
                    JobRecord(
                        id: $0, group: JobGroupID(unchecked: "ljg_1"), engine: EngineID(unchecked: "eng_1"),
                        source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de"),
                        status: .queued,
                        segmentsTotal: 9, createdAt: moment)
                }, createdAt: moment))
    }

    @Test func `a report is newer by run, then state, then segments, and deletion is the newest`() {
        let inOrder = [
            change(run: 1, .queued), change(run: 1, .processing), change(run: 1, .processing, done: 2),
            change(.ended, run: 1, .failed), change(run: 2, .processing, done: 1),
            change(.ended, run: 2, .completed), change(.deleted, run: 1, .failed),
        ].map(JobStage.init)
        #expect(inOrder == inOrder.sorted())
        #expect(zip(inOrder, inOrder.dropFirst()).allSatisfy { $0 < $1 })
        #expect(
            JobStage(change(.ended, run: 1, .failed, done: 1))
                == JobStage(change(.ended, run: 1, .completed, done: 9)))
    }

    @Test func `a change that shows nothing new is no news`() {
        var group = group
        #expect(group.apply(change(.begun)) != nil)
        #expect(group.apply(change(.begun)) == nil)
        #expect(group.apply(change(done: 4)) != nil)
        #expect(group.apply(change(done: 4)) == nil)
        #expect(group.apply(change(.ended, .completed, done: 9)) != nil)
        #expect(group.apply(change(.ended, .failed)) == nil)
        #expect(group.apply(change(of: JobID(unchecked: "ljb_3"))) == nil)
    }

    @Test func `the newest of each job is pending, whatever comes after it`() {
        var pending = PendingChanges()
        for change in [
            change(done: 1), change(.begun, of: Self.second), change(.ended, .completed), change(done: 7),
            change(.ended, of: Self.second, .failed),
        ] { pending.add(change) }
        #expect(
            pending.takeAll() == [change(.ended, .completed), change(.ended, of: Self.second, .failed)])
        #expect(pending.takeAll().isEmpty)
    }

    @Test func `a batch has the same messages for both wires, in pieces of whole ones`() throws {
        let group = group
        var batch = ProgressBatch(after: 6, on: ProgressWire.allCases)
        for _ in 1...200 { batch.append(.jobProgress(Self.first, locale: "de"), of: group) }
        #expect(batch.last == 206)
        let json = ProgressMessage.jobProgress(Self.first, locale: "de").json(of: group)
        for wire in ProgressWire.allCases {
            let pieces = batch[wire].pieces
            #expect(pieces.count > 1)
            #expect(pieces.allSatisfy { $0.readableBytes < 17 << 10 })
            var number = 6
            for piece in pieces {
                var rest = piece
                while rest.readableBytes > 0 {
                    number += 1
                    var one = ByteBuffer()
                    wire.append(json, of: "job.progress", number: number, to: &one)
                    #expect(rest.readSlice(length: one.readableBytes) == one)
                }
            }
            #expect(number == 206)
            var newest = ByteBuffer()
            wire.append(json, of: "job.progress", number: 206, to: &newest)
            #expect(batch[wire].newest == newest)
        }
    }

    @Test(arguments: [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
    func `a frame says its length in the shortest way`(size: Int, head: Int) {
        var frame = ByteBuffer()
        let payload = [UInt8](repeating: 0x61, count: size)
        ProgressWire.webSocket.append(payload, of: "snapshot", number: 0, to: &frame)
        #expect(frame.readableBytes == head + size)
        #expect(frame.getInteger(at: 0, as: UInt8.self) == 0x81)
    }
}
