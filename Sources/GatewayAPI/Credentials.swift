// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import NIOHTTP1

/// Who calls (docs/http-api.md, "Authentication").
struct Credentials: Sendable {
    let store: any Store
    let clock: WallClock

    /// Whom the request's key speaks for.
    ///
    /// Missing, empty, unknown, expired and revoked keys are told in the same words. The key is looked up by its hash, so the time it
    /// takes says nothing about keys that exist: nobody can choose a key for the hash it has.
    func principal(_ headers: HTTPHeaders) async throws -> Principal {
        guard let principal = try await store.principal(keyHash: keyHash(headers), at: clock.now()) else {
            throw RequestError.unauthorized
        }
        return principal
    }

    /// What the request's key is looked up by.
    func keyHash(_ headers: HTTPHeaders) throws(RequestError) -> [UInt8] {
        guard let key = key(headers), !key.isEmpty else { throw .unauthorized }
        return APIKeyText.hashOfKey(key)
    }

    private func key(_ headers: HTTPHeaders) -> String? {
        if let key = headers.first(name: "x-api-key") { return key }
        guard let field = headers.first(name: "authorization") else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}
