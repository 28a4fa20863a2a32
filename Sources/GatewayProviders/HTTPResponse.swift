// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// The answer to an exchange as the plugin gets it, in one block of memory.
struct HTTPResponse {
    let arena: RequestArena
    let pointer: UnsafePointer<dgm_http_response>

    init(_ result: Result<OutboundResponse, OutboundError>) {
        switch result {
        case .success(let response): (arena, pointer) = Self.layOut(response)
        case .failure(let error): (arena, pointer) = Self.layOut(error)
        }
    }

    private static func layOut(_ error: OutboundError) -> (RequestArena, UnsafePointer<dgm_http_response>) {
        let (status, message) = reason(error)
        var arena = RequestArena(
            capacity: RequestArena.size(of: dgm_http_response.self) + RequestArena.size(text: message))
        let response = arena.make(dgm_http_response.self)
        response.pointee.struct_size = MemoryLayout<dgm_http_response>.size
        response.pointee.status = Int32(status.rawValue)
        response.pointee.message = arena.make(text: message)
        return (arena, UnsafePointer(response))
    }

    private static func layOut(_ response: OutboundResponse) -> (
        RequestArena, UnsafePointer<dgm_http_response>
    ) {
        var size = RequestArena.size(of: dgm_http_response.self) + RequestArena.size(bytes: response.body)
        for header in response.headers {
            size += RequestArena.size(of: dgm_http_header.self) + RequestArena.size(of: Int.self)
            size += RequestArena.size(text: header.name) + RequestArena.size(text: header.value)
        }
        var arena = RequestArena(capacity: size)
        let place = arena.make(dgm_http_response.self)
        place.pointee.struct_size = MemoryLayout<dgm_http_response>.size
        place.pointee.status = Int32(DGM_OK.rawValue)
        place.pointee.http_status = Int32(clamping: response.status)
        place.pointee.header_count = response.headers.count
        if !response.headers.isEmpty {
            let pointers = arena.make(UnsafePointer<dgm_http_header>?.self, count: response.headers.count)
            for (index, header) in response.headers.enumerated() {
                let pair = arena.make(dgm_http_header.self)
                pair.pointee.struct_size = MemoryLayout<dgm_http_header>.size
                pair.pointee.name = arena.make(text: header.name)
                pair.pointee.value = arena.make(text: header.value)
                pointers[index] = UnsafePointer(pair)
            }
            place.pointee.headers = UnsafePointer(pointers)
        }
        place.pointee.body = arena.make(bytes: response.body)
        return (arena, UnsafePointer(place))
    }

    private static func reason(_ error: OutboundError) -> (dgm_status, String) {
        switch error {
        case .forbidden(let reason): (DGM_REFUSED, reason)
        case .invalidURL(let reason): (DGM_INVALID_INPUT, reason)
        case .timedOut: (DGM_TIMED_OUT, "no answer in time")
        case .tooLarge: (DGM_BROKEN, "the answer is too large")
        case .cancelled: (DGM_CANCELLED, "cancelled")
        case .unreachable(let reason): (DGM_UNAVAILABLE, reason)
        }
    }
}
