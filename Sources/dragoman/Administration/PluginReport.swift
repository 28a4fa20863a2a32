// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders

/// What plugins there are, which of them are in use, what they translate, and why the rest is not.
struct PluginReport: Sendable {
    let listings: [ProviderListing]
    let providers: [any Provider]

    init(_ loaded: LoadedProviders) {
        listings = loaded.listings
        providers = loaded.providers
    }

    func json() async -> JSONValue {
        var rows: [JSONValue] = []
        for listing in listings { rows.append(await json(listing)) }
        return ["plugins": .array(rows)]
    }

    private func json(_ listing: ProviderListing) async -> JSONValue {
        var refused = listing.refused
        var pairs: [ProviderPair] = []
        let provider = refused == nil ? providers.first { $0.name == listing.provider } : nil
        if let provider {
            do throws(ProviderError) {
                pairs = try await provider.pairs()
            } catch {
                refused = "it cannot list its pairs: \(error.message)"
            }
        }
        return [
            "plugin": .string(listing.plugin), "version": .string(listing.version),
            "licence": .string(listing.licence), "provider": listing.provider.map { .string($0) } ?? .null,
            "revision": provider.map { .string($0.revision) } ?? .null,
            "refused": refused.map { .string($0) } ?? .null, "pairs": .array(pairs.map(Self.json)),
        ]
    }

    private static func json(_ pair: ProviderPair) -> JSONValue {
        [
            "source": .string(pair.source?.spelling ?? "*"), "target": .string(pair.target?.spelling ?? "*"),
            "model": .string(pair.model), "quality": .string(pair.quality),
            "pivot": .array(pair.pivot.map { .string($0.spelling) }),
            "refused": pair.refused.map { .string($0) } ?? .null, "byNameOnly": .bool(pair.byNameOnly),
            "note": .string(pair.note),
        ]
    }
}
