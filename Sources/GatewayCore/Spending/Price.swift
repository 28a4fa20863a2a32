// SPDX-License-Identifier: Apache-2.0

/// US dollars; each for a million.
public struct Price: Sendable, Equatable {
    /// Tokens that go in.
    public var input: Double
    /// Tokens that come out.
    public var output: Double
    /// Tokens that go in and that a prompt cache had; `nil`: as ``input``.
    public var cachedInput: Double?
    /// Characters (Unicode scalars) of source texts.
    public var characters: Double

    /// Makes a price.
    public init(input: Double = 0, output: Double = 0, cachedInput: Double? = nil, characters: Double = 0) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.characters = characters
    }

    /// What a call costs that used so much, and whose source texts have so many characters.
    public func cost(of usage: Usage, characters count: Int) -> Double {
        let cached = min(usage.cachedInputTokens, usage.inputTokens)
        return
            (Double(usage.inputTokens - cached) * input + Double(cached) * (cachedInput ?? input)
            + Double(usage.outputTokens) * output + Double(count) * characters) / 1e6
    }
}

/// What models cost, as an operator says.
public struct PriceTable: Sendable, Equatable {
    /// By `provider/model`; a model `*` is any that has no entry of its own.
    public var prices: [ModelName: Price]

    /// Makes a table.
    public init(_ prices: [ModelName: Price] = [:]) { self.prices = prices }

    /// The price of a model; `nil`: nobody has said.
    public func price(of name: ModelName) -> Price? {
        if prices.isEmpty { return nil }
        return prices[name] ?? prices[ModelName(provider: name.provider, model: "*")]
    }
}
