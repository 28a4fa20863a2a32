// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// An error as clients see it: the one place where errors get a status (docs/http-api.md, "Errors").
struct ErrorResponse {
    /// The statuses of the contract.
    enum Status: UInt {
        case badRequest = 400
        case unauthorized = 401
        case paymentRequired = 402
        case forbidden = 403
        case notFound = 404
        case tooManyRequests = 429
        case internalServerError = 500
        case serviceUnavailable = 503

        /// The `_tag` of the answer's body.
        var tag: String {
            switch self {
            case .badRequest: "BadRequestError"
            case .unauthorized: "UnauthorizedError"
            case .paymentRequired: "PaymentRequiredError"
            case .forbidden: "ForbiddenError"
            case .notFound: "NotFoundError"
            case .tooManyRequests: "TooManyRequestsError"
            case .internalServerError: "InternalServerError"
            case .serviceUnavailable: "ServiceUnavailableError"
            }
        }
    }

    let status: Status
    let message: String
    var entity: (type: String, id: String)?
    var retryAfter: Duration?

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ error: any Error) {
        switch error {
        case let error as RequestError: self.init(error)
        case let error as StoreError: self.init(error)
        case is CancellationError: self.init(RequestError.unavailable(reason: "The server is stopping."))
        default: self.init(.internalServerError, "Unexpected failure.")
        }
    }

    private init(_ error: RequestError) {
        switch error {
        case .invalid(let field, let reason):
            self.init(.badRequest, Self.sentence(field.isEmpty ? reason : "\(field) \(reason)"))
        case .unauthorized: self.init(.unauthorized, "Invalid API key")
        case .paymentRequired(let reason): self.init(.paymentRequired, reason)
        case .forbidden(let reason): self.init(.forbidden, reason)
        case .notFound(let type, let id):
            self.init(.notFound, "\(type) not found: \(id)")
            entity = (type, id)
        case .tooMany(let reason, let retryAfter):
            self.init(.tooManyRequests, Self.sentence(reason))
            self.retryAfter = retryAfter
        case .failed(let reason): self.init(.internalServerError, reason)
        case .unavailable(let reason):
            self.init(.serviceUnavailable, reason)
            retryAfter = .seconds(5)
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .full: self.init(.internalServerError, "The gateway's storage is full.")
        case .closed: self.init(RequestError.unavailable(reason: "The server is stopping."))
        case .locked, .newerSchema, .olderSchema, .corrupt, .underlying:
            self.init(.internalServerError, "Unexpected failure.")
        }
    }

    /// The first letter is a capital unless it begins the name of a field.
    private static func sentence(_ text: String) -> String {
        text.hasPrefix("the ") || text.hasPrefix("too ")
            ? text.prefix(1).uppercased() + text.dropFirst() : text
    }

    /// The answer.
    var response: OutboundResponse {
        var writer = JSONWriter(capacity: 128)
        writer.object {
            $0.name("message")
            $0.string(message)
            $0.name("_tag")
            $0.string(status.tag)
            if let entity {
                $0.name("entityType")
                $0.string(entity.type)
                $0.name("id")
                $0.string(entity.id)
            }
        }
        var response = OutboundResponse(HTTPResponseStatus(statusCode: Int(status.rawValue)), writer)
        if let retryAfter {
            let seconds = max(1, Int(retryAfter.inSeconds.rounded(.up)))
            response.headers.add(name: "retry-after", value: String(seconds))
        }
        return response
    }
}
