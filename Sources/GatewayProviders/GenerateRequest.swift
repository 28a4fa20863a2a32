// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A prompt as the plugin gets it, in one block of memory.
struct GenerateRequest {
    let arena: RequestArena
    let pointer: UnsafePointer<dgm_generate_request>

    /// Lays out a call that has so many milliseconds left.
    init(_ call: GenerateCall, deadline milliseconds: Int64) {
        var arena = RequestArena(capacity: Self.size(of: call))
        let request = arena.make(dgm_generate_request.self)
        request.pointee.struct_size = MemoryLayout<dgm_generate_request>.size
        request.pointee.model = arena.make(text: call.model)
        request.pointee.message_count = call.messages.count
        request.pointee.messages = Self.messages(call.messages, in: &arena)
        if let schema = call.schema {
            request.pointee.schema = arena.make(text: schema.text)
            request.pointee.schema_name = arena.make(text: schema.name)
        }
        request.pointee.max_output_tokens = Int64(call.maximumOutputTokens ?? 0)
        request.pointee.temperature = call.temperature ?? -1
        request.pointee.deadline_ms = milliseconds
        request.pointee.seed = call.seed
        request.pointee.fast = call.fast ? 1 : 0
        if let trace = call.traceParent { request.pointee.trace_parent = arena.make(text: trace) }
        self.arena = arena
        pointer = UnsafePointer(request)
    }

    private static func size(of call: GenerateCall) -> Int {
        var size = RequestArena.size(of: dgm_generate_request.self)
        size += RequestArena.size(text: call.model) + RequestArena.size(text: call.traceParent ?? "")
        if let schema = call.schema {
            size += RequestArena.size(text: schema.text) + RequestArena.size(text: schema.name)
        }
        for message in call.messages {
            size += RequestArena.size(of: dgm_message.self) + RequestArena.size(of: Int.self)
            size += RequestArena.size(text: message.text)
        }
        return size
    }

    private static func messages(
        _ messages: [PromptMessage], in arena: inout RequestArena
    ) -> UnsafePointer<UnsafePointer<dgm_message>?>? {
        if messages.isEmpty { return nil }
        let pointers = arena.make(UnsafePointer<dgm_message>?.self, count: messages.count)
        for (index, message) in messages.enumerated() {
            let place = arena.make(dgm_message.self)
            place.pointee.struct_size = MemoryLayout<dgm_message>.size
            let role =
                switch message.role {
                case .system: DGM_ROLE_SYSTEM
                case .user: DGM_ROLE_USER
                case .assistant: DGM_ROLE_ASSISTANT
                }
            place.pointee.role = Int32(role.rawValue)
            place.pointee.stable = message.isStable ? 1 : 0
            place.pointee.text = arena.make(text: message.text)
            pointers[index] = UnsafePointer(place)
        }
        return UnsafePointer(pointers)
    }
}
