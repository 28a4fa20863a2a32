// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What translations are likely to cost, by the length of their sources alone.
struct CostEstimate {
    /// What models cost; `nil` where nobody pays.
    let prices: PriceTable?

    /// Four characters are about one token, and as many tokens come back as go in.
    static func usage(characters: Int) -> Usage {
        let tokens = (characters + 2) / 4
        return Usage(inputTokens: tokens, outputTokens: tokens)
    }

    /// US dollars; `nil` when nobody has said what the model costs.
    func cost(of model: ModelName, characters: Int) -> Double? {
        prices?.price(of: model)?.cost(of: Self.usage(characters: characters), characters: characters)
    }
}
