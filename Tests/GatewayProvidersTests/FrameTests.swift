// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayProviders

@Suite struct FrameTests {
    @Test func `a batch is read as it was written`() throws {
        var call = TranslateCall("a⟦1⟧b", "", model: "m")
        call.segments[0].context = "page"
        call.segments[0].hints = ["x", "y"]
        call.segments[0].spans = [TokenSpan(range: 1..<8, number: 1, kind: .open(partner: 0))]
        call.segments[1].before = "a"
        call.segments[1].after = "ü"
        call.terms = [SegmentTerm(source: "a", target: "b", segment: 0, range: 0..<1)]
        call.instructions = ["be kind"]
        call.seed = .max
        call.traceParent = "t"
        let frame = CallFrame.translate(call, ticket: 7, milliseconds: 9)
        try Self.payload(frame) { reader throws(FrameFault) in
            let ticket = try reader.unsigned()
            #expect(ticket == 7)
            let milliseconds = try reader.int()
            #expect(milliseconds == 9)
            let read = try reader.translateCall()
            #expect(read.segments == call.segments)
            #expect(read.terms == call.terms)
            #expect(read.instructions == call.instructions)
            #expect(read.seed == call.seed)
            #expect(read.traceParent == "t")
        }
    }

    @Test func `an end is read as it was written`() throws {
        var end = CallEnd()
        end.outputs = ["a", "ü", ""]
        end.usage = Usage(inputTokens: 3, outputTokens: 4, cost: 0.5, cachedInputTokens: 2)
        end.modelUsed = "m"
        end.unknownWords = 5
        end.stop = .length
        let frame = CallEnd.frame(ticket: 7, .success(end))
        try Self.payload(frame) { reader throws(FrameFault) in
            let ticket = try reader.unsigned()
            #expect(ticket == 7)
            let read = try? CallEnd.read(&reader, of: .translate(segments: 3), outputLimit: 100).get()
            #expect(read?.outputs == end.outputs)
            #expect(read?.usage == end.usage)
            #expect(read?.unknownWords == 5)
            #expect(read?.stop == .length)
        }
        // More or less than was asked, and more than is allowed.
        for (count, limit) in [(2, 100), (4, 100), (3, 2)] {
            #expect(throws: FrameFault.self) {
                try Self.payload(frame) { reader throws(FrameFault) in
                    _ = try reader.unsigned()
                    _ = try CallEnd.read(&reader, of: .translate(segments: count), outputLimit: limit)
                }
            }
        }
    }

    @Test func `bytes of chance are refused or read, and never more than that`() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                // Mostly small numbers: lengths that fit lead further in.
                Bool.random(using: &generator)
                    ? 0 : UInt8.random(in: 0...(Bool.random(using: &generator) ? 255 : 4), using: &generator)
            }
            bytes.withUnsafeBytes { bytes in
                for kind in [Call.Kind.translate(segments: 2), .pairs, .recognize(limit: 3), .generate] {
                    var reader = FrameReader(bytes)
                    _ = try? CallEnd.read(&reader, of: kind, outputLimit: 1000)
                }
                var hosted = FrameReader(bytes)
                _ = try? HostedClass(&hosted)
                var exchange = FrameReader(bytes)
                _ = try? ExchangeFrame.request(&exchange, limits: ProviderLimits())
                var line = FrameReader(bytes)
                _ = try? FrameLog.line(&line)
            }
        }
    }

    @Test func `a list that announces more than there is takes no memory`() throws {
        var frame = FrameWriter(.ended)
        frame.write(count: Int(UInt32.max))
        #expect(throws: FrameFault(reason: "a list is too long")) {
            try Self.payload(frame.finished()) { reader throws(FrameFault) in _ = try reader.texts() }
        }
    }

    private static func payload(
        _ frame: [UInt8], _ body: (inout FrameReader) throws(FrameFault) -> Void
    ) throws(FrameFault) {
        let result: Result<Void, FrameFault> = frame.withUnsafeBytes { bytes in
            var reader = FrameReader(UnsafeRawBufferPointer(rebasing: bytes[5...]))
            return Result { () throws(FrameFault) in try body(&reader) }
        }
        try result.get()
    }
}
