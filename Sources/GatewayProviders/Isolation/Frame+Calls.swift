// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A call on its way to a plugin's process: written by the gateway, read there.
///
/// Each begins with its ticket and the milliseconds that it has left.
enum CallFrame {
    static func translate(_ call: TranslateCall, ticket: UInt64, milliseconds: Int64) -> [UInt8] {
        let size = call.segments.reduce(256) { $0 + $1.text.utf8.count + $1.context.utf8.count + 96 }
        var frame = begin(.translate, ticket, milliseconds, size: size)
        frame.write(call.source.spelling)
        frame.write(call.target.spelling)
        frame.write(call.model)
        frame.write(list: call.segments) { $0.write(segment: $1) }
        frame.write(list: call.terms) { frame, term in
            frame.write(term.source)
            frame.write(term.target)
            frame.write(term.segment)
            frame.write(range: term.range)
        }
        frame.write(texts: call.instructions)
        frame.write(call.seed)
        frame.write(call.fast)
        frame.write(call.traceParent) { $0.write($1) }
        frame.write(call.isPrivate)
        return frame.finished()
    }

    static func generate(_ call: GenerateCall, ticket: UInt64, milliseconds: Int64) -> [UInt8] {
        let size = call.messages.reduce(256) { $0 + $1.text.utf8.count + 8 }
        var frame = begin(.generate, ticket, milliseconds, size: size + (call.schema?.text.utf8.count ?? 0))
        frame.write(call.model)
        frame.write(list: call.messages) { frame, message in
            switch message.role {
            case .system: frame.write(byte: 0)
            case .user: frame.write(byte: 1)
            case .assistant: frame.write(byte: 2)
            }
            frame.write(message.text)
            frame.write(message.isStable)
        }
        frame.write(call.schema) { frame, schema in
            frame.write(schema.name)
            frame.write(schema.text)
        }
        frame.write(call.maximumOutputTokens) { $0.write($1) }
        frame.write(call.temperature) { $0.write($1) }
        frame.write(call.seed)
        frame.write(call.fast)
        frame.write(call.traceParent) { $0.write($1) }
        frame.write(call.isPrivate)
        return frame.finished()
    }

    static func recognize(
        _ text: String, candidates: [LocaleTag], limit: Int, ticket: UInt64, milliseconds: Int64
    ) -> [UInt8] {
        var frame = begin(.recognize, ticket, milliseconds, size: text.utf8.count + 128)
        frame.write(text)
        frame.write(texts: candidates.map(\.spelling))
        frame.write(limit)
        return frame.finished()
    }

    static func pairs(ticket: UInt64, milliseconds: Int64) -> [UInt8] {
        begin(.pairs, ticket, milliseconds).finished()
    }

    static func warmUp(model: String, ticket: UInt64, milliseconds: Int64) -> [UInt8] {
        var frame = begin(.warmUp, ticket, milliseconds)
        frame.write(model)
        return frame.finished()
    }

    static func cancel(ticket: UInt64) -> [UInt8] {
        var frame = FrameWriter(.cancel)
        frame.write(ticket)
        return frame.finished()
    }

    private static func begin(
        _ kind: FrameKind, _ ticket: UInt64, _ milliseconds: Int64, size: Int = 64
    ) -> FrameWriter {
        var frame = FrameWriter(kind, size: size)
        frame.write(ticket)
        frame.write(Int(milliseconds))
        return frame
    }
}

extension FrameWriter {
    fileprivate mutating func write(range: Range<Int>) {
        write(range.lowerBound)
        write(range.upperBound)
    }

    fileprivate mutating func write(segment: ProviderSegment) {
        write(segment.text)
        write(segment.context)
        write(texts: segment.hints)
        write(list: segment.spans) { frame, span in
            frame.write(range: span.range)
            frame.write(span.number)
            switch span.kind {
            case .standalone: frame.write(byte: 0)
            case .open(let partner):
                frame.write(byte: 1)
                frame.write(partner)
            case .close(let partner):
                frame.write(byte: 2)
                frame.write(partner)
            }
        }
        write(segment.before)
        write(segment.after)
    }
}

extension FrameReader {
    /// The rest of a `translate` frame.
    mutating func translateCall() throws(FrameFault) -> TranslateCall {
        var call = TranslateCall(
            source: LocaleTag(unchecked: try text()), target: LocaleTag(unchecked: try text()),
            model: try text(),
            segments: try list { reader throws(FrameFault) in try reader.segment() }, deadline: .now,
            priority: .job)
        call.terms = try list { reader throws(FrameFault) in
            SegmentTerm(
                source: try reader.text(), target: try reader.text(), segment: try reader.int(),
                range: try reader.range())
        }
        call.instructions = try texts()
        call.seed = try unsigned()
        call.fast = try bool()
        call.traceParent = try optional { reader throws(FrameFault) in try reader.text() }
        call.isPrivate = try bool()
        try end()
        return call
    }

    /// The rest of a `generate` frame.
    mutating func generateCall() throws(FrameFault) -> GenerateCall {
        var call = GenerateCall(
            model: try text(),
            messages: try list { reader throws(FrameFault) in
                let role: PromptMessage.Role =
                    switch try reader.byte() {
                    case 0: .system
                    case 1: .user
                    default: .assistant
                    }
                return PromptMessage(role, try reader.text(), isStable: try reader.bool())
            }, deadline: .now, priority: .job)
        call.schema = try optional { reader throws(FrameFault) in
            (name: try reader.text(), text: try reader.text())
        }
        call.maximumOutputTokens = try optional { reader throws(FrameFault) in try reader.int() }
        call.temperature = try optional { reader throws(FrameFault) in try reader.double() }
        call.seed = try unsigned()
        call.fast = try bool()
        call.traceParent = try optional { reader throws(FrameFault) in try reader.text() }
        call.isPrivate = try bool()
        try end()
        return call
    }

    private mutating func range() throws(FrameFault) -> Range<Int> {
        let (start, end) = (try size(), try size())
        guard start <= end else { throw FrameFault(reason: "a range ends before it begins") }
        return start..<end
    }

    private mutating func segment() throws(FrameFault) -> ProviderSegment {
        ProviderSegment(
            text: try text(), context: try text(), hints: try texts(),
            spans: try list { reader throws(FrameFault) in
                let (range, number) = (try reader.range(), try reader.int())
                let kind: TokenSpan.Kind =
                    switch try reader.byte() {
                    case 0: .standalone
                    case 1: .open(partner: try reader.int())
                    default: .close(partner: try reader.int())
                    }
                return TokenSpan(range: range, number: number, kind: kind)
            }, before: try text(), after: try text())
    }
}
