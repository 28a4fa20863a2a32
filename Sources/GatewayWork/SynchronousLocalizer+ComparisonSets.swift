// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SynchronousLocalizer {
    func plan(_ command: CompareSet, with engine: Engine) async throws -> ComparisonSetPlan {
        let named = try await models(
            command.models, of: engine, source: command.source, target: command.target)
        var models: [ModelName] = []
        var estimate = ComparisonEstimate()
        for (index, model) in named.enumerated() {
            let route = try await route(of: model, at: index, command, engine)
            guard !models.contains(route.name) else {
                throw RequestError.invalid(
                    field: "models[\(index)]", reason: "is \(route.name), which stands there already")
            }
            models.append(route.name)
            let usage = CostEstimate.usage(characters: command.characters)
            estimate.inputTokens += usage.inputTokens
            estimate.outputTokens += usage.outputTokens
            let cost = CostEstimate(prices: ledger?.prices).cost(
                of: route.name, characters: command.characters)
            if let cost {
                estimate.cost += cost
            } else if !route.provider.isLocal {
                estimate.unpriced.append(route.name)
            }
        }
        guard models.count >= CompareSet.minimumModels else {
            let found = models.map(\.description).joined(separator: ", ")
            throw RequestError.invalid(
                field: "models",
                reason: "must be named: the engine has \(found) alone for the pair, and at least "
                    + "\(CompareSet.minimumModels) are compared")
        }
        return ComparisonSetPlan(models: models, estimate: estimate)
    }

    /// The one way of a model to serve the pair: a test set is not begun with a model that cannot.
    private func route(
        of model: ModelName, at index: Int, _ command: CompareSet, _ engine: Engine
    ) async throws(RequestError) -> Route {
        var own = engine
        own.models = [ModelConfig(name: model, rank: 1)]
        own.pivots = []
        do throws(UnsupportedPair) {
            let routing = try await translator.router.routing(
                for: own, source: command.source, target: command.target)
            // The router throws when there is none.
            return routing.routes[0]
        } catch {
            let reason = error.passedOver.first?.reason ?? error.reason
            throw .invalid(field: "models[\(index)]", reason: "cannot serve the pair: \(reason)")
        }
    }

    func runComparisonSets() { setBell.ring() }
}
