// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A batch as the plugin gets it, in one block of memory.
struct TranslateRequest {
    let arena: RequestArena
    let pointer: UnsafePointer<dgm_translate_request>

    /// Lays out a call that has so many milliseconds left.
    init(_ call: TranslateCall, deadline milliseconds: Int64) {
        var arena = RequestArena(capacity: Self.size(of: call))
        let request = arena.make(dgm_translate_request.self)
        request.pointee.struct_size = MemoryLayout<dgm_translate_request>.size
        request.pointee.source_locale = arena.make(text: call.source.spelling)
        request.pointee.target_locale = arena.make(text: call.target.spelling)
        request.pointee.model = arena.make(text: call.model)
        request.pointee.segment_count = call.segments.count
        request.pointee.segments = Self.segments(call.segments, in: &arena)
        request.pointee.term_count = call.terms.count
        request.pointee.terms = Self.terms(call.terms, in: &arena)
        request.pointee.instruction_count = call.instructions.count
        request.pointee.instructions = Self.texts(call.instructions, in: &arena)
        request.pointee.deadline_ms = milliseconds
        request.pointee.seed = call.seed
        request.pointee.fast = call.fast ? 1 : 0
        if let trace = call.traceParent { request.pointee.trace_parent = arena.make(text: trace) }
        self.arena = arena
        pointer = UnsafePointer(request)
    }

    private static func size(of call: TranslateCall) -> Int {
        var size = RequestArena.size(of: dgm_translate_request.self)
        size += RequestArena.size(text: call.source.spelling) + RequestArena.size(text: call.target.spelling)
        size += RequestArena.size(text: call.model) + RequestArena.size(text: call.traceParent ?? "")
        for segment in call.segments {
            size += RequestArena.size(of: dgm_segment.self) + RequestArena.size(of: Int.self)
            size += RequestArena.size(text: segment.text) + RequestArena.size(text: segment.context)
            for hint in segment.hints {
                size += RequestArena.size(of: dgm_text.self) + RequestArena.size(of: Int.self)
                size += RequestArena.size(text: hint)
            }
            let span = RequestArena.size(of: dgm_span.self) + RequestArena.size(of: Int.self)
            size += segment.spans.count * span
            size += RequestArena.size(text: segment.before) + RequestArena.size(text: segment.after)
        }
        for term in call.terms {
            size += RequestArena.size(of: dgm_term.self) + RequestArena.size(of: Int.self)
            size += RequestArena.size(text: term.source) + RequestArena.size(text: term.target)
        }
        for text in call.instructions {
            size += RequestArena.size(of: dgm_text.self) + RequestArena.size(of: Int.self)
            size += RequestArena.size(text: text)
        }
        return size
    }

    private static func segments(
        _ segments: [ProviderSegment], in arena: inout RequestArena
    ) -> UnsafePointer<UnsafePointer<dgm_segment>?> {
        let pointers = arena.make(UnsafePointer<dgm_segment>?.self, count: segments.count)
        for (index, segment) in segments.enumerated() {
            let place = arena.make(dgm_segment.self)
            place.pointee.struct_size = MemoryLayout<dgm_segment>.size
            place.pointee.text = arena.make(text: segment.text)
            place.pointee.context = arena.make(text: segment.context)
            place.pointee.hint_count = segment.hints.count
            place.pointee.hints = texts(segment.hints, in: &arena)
            place.pointee.span_count = segment.spans.count
            place.pointee.spans = spans(segment.spans, in: &arena)
            place.pointee.before = arena.make(text: segment.before)
            place.pointee.after = arena.make(text: segment.after)
            pointers[index] = UnsafePointer(place)
        }
        return UnsafePointer(pointers)
    }

    private static func texts(
        _ texts: [String], in arena: inout RequestArena
    ) -> UnsafePointer<UnsafePointer<dgm_text>?>? {
        if texts.isEmpty { return nil }
        let pointers = arena.make(UnsafePointer<dgm_text>?.self, count: texts.count)
        for (index, text) in texts.enumerated() {
            let place = arena.make(dgm_text.self)
            place.pointee = arena.make(text: text)
            pointers[index] = UnsafePointer(place)
        }
        return UnsafePointer(pointers)
    }

    private static func terms(
        _ terms: [SegmentTerm], in arena: inout RequestArena
    ) -> UnsafePointer<UnsafePointer<dgm_term>?>? {
        if terms.isEmpty { return nil }
        let pointers = arena.make(UnsafePointer<dgm_term>?.self, count: terms.count)
        for (index, term) in terms.enumerated() {
            let place = arena.make(dgm_term.self)
            place.pointee.struct_size = MemoryLayout<dgm_term>.size
            place.pointee.source = arena.make(text: term.source)
            place.pointee.target = arena.make(text: term.target)
            place.pointee.segment = term.segment
            place.pointee.offset = term.range.lowerBound
            place.pointee.length = term.range.count
            pointers[index] = UnsafePointer(place)
        }
        return UnsafePointer(pointers)
    }

    private static func spans(
        _ spans: [TokenSpan], in arena: inout RequestArena
    ) -> UnsafePointer<UnsafePointer<dgm_span>?>? {
        if spans.isEmpty { return nil }
        let pointers = arena.make(UnsafePointer<dgm_span>?.self, count: spans.count)
        for (index, span) in spans.enumerated() {
            let place = arena.make(dgm_span.self)
            place.pointee.struct_size = MemoryLayout<dgm_span>.size
            place.pointee.offset = span.range.lowerBound
            place.pointee.length = span.range.count
            place.pointee.number = Int32(clamping: span.number)
            switch span.kind {
            case .standalone:
                place.pointee.kind = Int32(DGM_SPAN_STANDALONE.rawValue)
                place.pointee.partner = -1
            case .open(let partner):
                place.pointee.kind = Int32(DGM_SPAN_OPEN.rawValue)
                place.pointee.partner = Int64(partner)
            case .close(let partner):
                place.pointee.kind = Int32(DGM_SPAN_CLOSE.rawValue)
                place.pointee.partner = Int64(partner)
            }
            pointers[index] = UnsafePointer(place)
        }
        return UnsafePointer(pointers)
    }
}
