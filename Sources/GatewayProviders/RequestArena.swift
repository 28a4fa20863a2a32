// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import Glibc

/// One block of memory for all the structs and texts of a request.
///
/// It does not free itself: a plugin that never finishes keeps its request for ever.
struct RequestArena: @unchecked Sendable {
    // Sendable: written by the one who makes the request, before the plugin gets it; freed once.
    private let base: UnsafeMutableRawPointer
    private let capacity: Int
    private var used = 0

    /// A block of exactly so many bytes, each piece rounded up by ``size(of:count:)`` and ``size(text:)``.
    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(byteCount: max(capacity, 8), alignment: 8)
    }

    /// Bytes that so many values take.
    static func size<T>(of type: T.Type, count: Int = 1) -> Int { MemoryLayout<T>.stride * count }

    /// Bytes that a text takes: as many as it has, rounded up.
    static func size(text: String) -> Int { rounded(text.utf8.count) }

    /// Bytes that so many bytes take.
    static func size(bytes: [UInt8]) -> Int { rounded(bytes.count) }

    private static func rounded(_ count: Int) -> Int { (count + 7) & ~7 }

    /// Room for so many values, which are zero.
    mutating func make<T>(_ type: T.Type, count: Int = 1) -> UnsafeMutablePointer<T> {
        let bytes = MemoryLayout<T>.stride * count
        precondition(used + bytes <= capacity, "the request is larger than was counted")
        let place = base + used
        place.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        used += bytes
        return place.bindMemory(to: T.self, capacity: count)
    }

    /// A copy of a text.
    mutating func make(text: String) -> dgm_text {
        var text = text
        return text.withUTF8 { make(UnsafeRawBufferPointer($0)) }
    }

    /// A copy of bytes, which need not be text.
    mutating func make(bytes: [UInt8]) -> dgm_text { bytes.withUnsafeBytes { make($0) } }

    private mutating func make(_ bytes: UnsafeRawBufferPointer) -> dgm_text {
        if bytes.isEmpty { return dgm_text() }
        precondition(used + bytes.count <= capacity, "the request is larger than was counted")
        let place = base + used
        used += Self.rounded(bytes.count)
        UnsafeMutableRawBufferPointer(start: place, count: bytes.count).copyMemory(from: bytes)
        return dgm_text(
            bytes: UnsafePointer(place.bindMemory(to: CChar.self, capacity: bytes.count)), length: bytes.count
        )
    }

    /// Overwrites all that lies in it, for those who still look at it.
    func fill(with byte: UInt8) { memset(base, Int32(byte), used) }

    /// Gives the block back.
    func free() { base.deallocate() }
}
