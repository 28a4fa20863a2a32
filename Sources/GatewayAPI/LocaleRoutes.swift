// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// What can be translated into what (docs/http-api.md, "Locales").
extension Responder {
    func locales(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let text = try call.target.parameters(["engineId"])["engineId"]
        let engine = try text.map { text throws(RequestError) in
            guard let id = EngineID(text) else {
                throw .notFound(entity: EngineID.entity, id: String(text.prefix(100)))
            }
            return id
        }
        let rows = try await localizer.coverage(of: engine, for: principal)
        return .object(capacity: 64 + 128 * rows.count) {
            $0.name("items")
            $0.array {
                for row in rows {
                    $0.object {
                        $0.member("source", row.source?.spelling ?? "*")
                        $0.member("target", row.target?.spelling ?? "*")
                        $0.member("provider", row.name.provider)
                        $0.member("model", row.name.model)
                        $0.member("quality", row.quality.isEmpty ? nil : row.quality)
                        $0.name("pivot")
                        $0.array { for locale in row.pivot { $0.string(locale.spelling) } }
                    }
                }
            }
        }
    }
}
