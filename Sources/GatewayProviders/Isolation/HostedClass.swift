// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a provider in a process of its own can do: what it says when it is ready.
struct HostedClass: Sendable, Equatable {
    let revision: String
    /// Calls that it takes at once.
    let places: Int
    let parallelCalls: Int
    let generates: Bool
    let translates: Bool
    let recognizes: Bool
    let listsPairs: Bool
    let warmsUp: Bool
    let granularity: ProviderTraits.Granularity
    let maximumSegments: Int
    let maximumBytes: Int
    let terms: TermBinding?
    /// Whether the kernel keeps it from opening sockets; true where it may.
    let isConfined: Bool

    /// Describes a pool of the plugin's process.
    init(_ pool: InstancePool, isConfined: Bool) {
        let own = pool.providerClass
        revision = pool.revision
        places = pool.places
        parallelCalls = pool.parallelCalls
        generates = own.generate != nil
        translates = own.translate != nil
        recognizes = own.recognize != nil
        listsPairs = own.listPairs != nil
        warmsUp = own.warmUp != nil
        granularity = own.translate?.granularity ?? .leaf
        maximumSegments = own.translate?.maximumSegments ?? 0
        maximumBytes = own.translate?.maximumBytes ?? 0
        terms = own.translate?.terms
        self.isConfined = isConfined
    }

    /// The frame of a process that is ready.
    var frame: [UInt8] {
        var frame = FrameWriter(.ready)
        frame.write(revision)
        frame.write(places)
        frame.write(parallelCalls)
        for flag in [generates, translates, recognizes, listsPairs, warmsUp, granularity == .leaf] {
            frame.write(flag)
        }
        frame.write(maximumSegments)
        frame.write(maximumBytes)
        frame.write(terms?.rawValue ?? "")
        frame.write(isConfined)
        return frame.finished()
    }

    init(_ reader: inout FrameReader) throws(FrameFault) {
        revision = try reader.text(limit: 256)
        places = max(1, min(try reader.int(), 1 << 20))
        parallelCalls = max(1, min(try reader.int(), 64))
        generates = try reader.bool()
        translates = try reader.bool()
        recognizes = try reader.bool()
        listsPairs = try reader.bool()
        warmsUp = try reader.bool()
        granularity = try reader.bool() ? .leaf : .sentence
        maximumSegments = try reader.size()
        maximumBytes = try reader.size()
        terms = TermBinding(rawValue: try reader.text(limit: 64))
        isConfined = try reader.bool()
        try reader.end()
    }

    /// What it wants of its calls.
    var traits: ProviderTraits {
        let defaults = ProviderTraits()
        return ProviderTraits(
            granularity: granularity,
            maximumSegments: maximumSegments > 0 ? maximumSegments : defaults.maximumSegments,
            maximumBytes: maximumBytes > 0 ? maximumBytes : defaults.maximumBytes,
            parallelCalls: parallelCalls,
            terms: terms ?? .prompted)
    }
}
