// SPDX-License-Identifier: Apache-2.0

/// Something a plugin did that it promised not to do.
struct Misdeed {
    /// Which promise that breaks.
    enum Kind: String {
        case segmentOutOfRange
        case segmentTwice
        case notUTF8
        case afterFinish
        case finishedTwice
        case unknownTicket
        case wrongKind
        case usage
        case outcome
        case pair
        case candidate
        case unaskedCancel
        case unknownInstance
        case callback
        case request
    }

    let kind: Kind
    let text: String
}
