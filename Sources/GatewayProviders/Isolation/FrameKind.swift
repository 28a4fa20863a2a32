// SPDX-License-Identifier: Apache-2.0

/// What a frame between the gateway and a plugin's process is about.
///
/// A frame is its length (4 bytes, of what follows), its kind (1 byte) and its parts in order, as ``FrameWriter`` writes
/// them. Both ends are the same program, so there are no versions.
enum FrameKind: UInt8 {
    // From the gateway
    /// What is to be loaded: the first frame, once.
    case start = 1
    case translate = 2
    case generate = 3
    case recognize = 4
    case pairs = 5
    case warmUp = 6
    /// A wish: the call's end still comes.
    case cancel = 7
    /// What `secret/1` gives from now on.
    case secrets = 8
    /// How an exchange went.
    case exchanged = 9
    /// Answered by a pong, if only by the thread that reads.
    case ping = 10
    /// No call comes any more: end what is open, then the process.
    case stop = 11

    // From the plugin's process
    /// Loaded: what the provider is.
    case ready = 64
    /// Not loaded: why.
    case refused = 65
    /// A call's end with all that it gave.
    case ended = 66
    case log = 67
    /// An exchange to be made.
    case exchange = 68
    case cancelExchange = 69
    case pong = 70
}

/// Why a frame cannot be read.
struct FrameFault: Error, Equatable {
    let reason: String
}
