// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A question to a recognizer as the plugin gets it, in one block of memory.
struct RecognizeRequest {
    let arena: RequestArena
    let pointer: UnsafePointer<dgm_recognize_request>

    init(_ text: String, candidates: [LocaleTag], limit: Int, deadline milliseconds: Int64) {
        var size = RequestArena.size(of: dgm_recognize_request.self) + RequestArena.size(text: text)
        for candidate in candidates {
            size += RequestArena.size(of: dgm_text.self) + RequestArena.size(of: Int.self)
            size += RequestArena.size(text: candidate.spelling)
        }
        var arena = RequestArena(capacity: size)
        let request = arena.make(dgm_recognize_request.self)
        request.pointee.struct_size = MemoryLayout<dgm_recognize_request>.size
        request.pointee.text = arena.make(text: text)
        request.pointee.candidate_count = candidates.count
        if !candidates.isEmpty {
            let pointers = arena.make(UnsafePointer<dgm_text>?.self, count: candidates.count)
            for (index, candidate) in candidates.enumerated() {
                let place = arena.make(dgm_text.self)
                place.pointee = arena.make(text: candidate.spelling)
                pointers[index] = UnsafePointer(place)
            }
            request.pointee.candidates = UnsafePointer(pointers)
        }
        request.pointee.limit = limit
        request.pointee.deadline_ms = milliseconds
        self.arena = arena
        pointer = UnsafePointer(request)
    }
}
