// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders

/// What plugins there are, which of them are in use, what they translate, and why the rest is not.
struct PluginReport: Sendable {
    private let loaded: LoadedProviders

    init(_ loaded: LoadedProviders) { self.loaded = loaded }

    func json() async -> JSONValue {
        var rows: [JSONValue] = []
        for listing in loaded.listings { rows.append(await json(listing)) }
        return ["plugins": .array(rows)]
    }

    /// Gives a provider's plugin a new process.
    func reload(_ provider: String) async throws(AdministrationError) -> JSONValue {
        if let reason = await loaded.reload(provider) {
            throw AdministrationError("\(provider) was not reloaded: \(reason)")
        }
        let process = loaded.loads[provider]?.processes?.last
        return ["provider": .string(provider), "process": process.map { .number("\($0)") } ?? .null]
    }

    private func json(_ listing: ProviderListing) async -> JSONValue {
        var refused = listing.refused
        var pairs: [ProviderPair] = []
        let provider = refused == nil ? loaded.providers.first { $0.name == listing.provider } : nil
        let load = refused == nil ? listing.provider.flatMap { loaded.loads[$0] } : nil
        if let fault = load?.fault {
            refused = "no process runs now: \(fault)"
        } else if let provider {
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
            "isolation": load.map { $0.processes == nil ? "none" : "process" } ?? .null,
            "processes": .array(load?.processes?.map { .number("\($0)") } ?? []),
            "crashes": .number("\(load?.crashes ?? 0)"),
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
