// SPDX-License-Identifier: Apache-2.0

/// How prompts are made for language models.
public struct PromptConfiguration: Sendable {
    /// Tokens, as ``TokenEstimate`` counts them, of all that only explains: examples, neighbours, the caller's context.
    public var maximumContextTokens: Int
    /// Segments of one prompt.
    public var maximumSegments: Int
    /// UTF-8 bytes of one prompt's segments together; a single longer text goes alone.
    public var maximumBytes: Int

    /// Makes a configuration.
    public init(maximumContextTokens: Int = 2000, maximumSegments: Int = 40, maximumBytes: Int = 8192) {
        self.maximumContextTokens = maximumContextTokens
        self.maximumSegments = maximumSegments
        self.maximumBytes = maximumBytes
    }
}
