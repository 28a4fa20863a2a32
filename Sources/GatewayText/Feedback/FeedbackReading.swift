// SPDX-License-Identifier: Apache-2.0

/// What was understood of a feedback, and what was not.
public struct FeedbackReading: Sendable, Equatable {
    /// What was surely asked for, in the order of the text.
    public var wishes: [FeedbackWish]
    /// The sentences that could not be read, as written.
    public var unread: [String]

    /// Makes a reading.
    public init(wishes: [FeedbackWish] = [], unread: [String] = []) {
        self.wishes = wishes
        self.unread = unread
    }
}
