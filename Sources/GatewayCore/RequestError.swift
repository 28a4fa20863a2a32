// SPDX-License-Identifier: Apache-2.0

/// Why a request is not carried out. A case is a status of the contract (docs/http-api.md, "Errors").
public enum RequestError: Error, Sendable, Equatable {
    /// The request is wrong: which field (dotted path, empty for the whole body) and why.
    case invalid(field: String, reason: String)
    /// The key's header is missing, or the key is unknown or revoked.
    case unauthorized
    /// The organization's credit is used up.
    case paymentRequired(reason: String)
    /// The key has no grant to a resource of its own organization.
    case forbidden(reason: String)
    /// There is no such thing in the caller's organization.
    case notFound(entity: String, id: String)
    /// A limit is reached; the caller may come back.
    case tooMany(reason: String, retryAfter: Duration)
    /// Every model failed, or a synchronous deadline passed.
    case failed(reason: String)
    /// The server is draining or not ready.
    case unavailable(reason: String)
}

extension RequestError {
    /// A `notFound` for an identifier.
    public static func notFound<ID: Identifier>(_ id: ID) -> RequestError {
        .notFound(entity: ID.entity, id: id.text)
    }

    /// Does something with a part of a request; what is wrong there is told by its path in the whole.
    static func within<Value>(
        _ path: String, _ body: () throws(RequestError) -> Value
    ) throws(RequestError) -> Value {
        do throws(RequestError) {
            return try body()
        } catch {
            guard case .invalid(let field, let reason) = error else { throw error }
            throw .invalid(field: field.isEmpty ? path : "\(path).\(field)", reason: reason)
        }
    }
}
