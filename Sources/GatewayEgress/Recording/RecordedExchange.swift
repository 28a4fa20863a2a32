// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto

/// An exchange as it is kept in a file: what was asked, and what came of it, without secrets.
struct RecordedExchange {
    /// What a later request has to be like to get the same answer.
    struct Key: Hashable {
        let method: String
        let url: String
        /// SHA-256 of the body.
        let digest: [UInt8]

        /// - Parameters:
        ///   - url: without secrets.
        ///   - body: without secrets.
        init(method: String, url: String, body: [UInt8]) {
            self.method = method
            self.url = url
            digest = sha256(body)
        }
    }

    var method: String
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    var outcome: Result<OutboundResponse, OutboundError>
    var began: Timestamp
    var duration: Duration

    var key: Key { Key(method: method, url: url, body: body) }

    /// Takes the secrets out of an exchange that is over.
    init(
        _ request: OutboundRequest, _ outcome: Result<OutboundResponse, OutboundError>, began: Timestamp,
        duration: Duration, without filter: SecretFilter
    ) {
        method = request.method
        url = filter.clean(url: request.url)
        headers = filter.clean(request.headers)
        body = filter.clean(request.body)
        switch outcome {
        case .success(let response):
            self.outcome = .success(
                OutboundResponse(
                    status: response.status, headers: filter.clean(response.headers),
                    body: filter.clean(response.body)))
        case .failure(.unreachable(let reason)):
            self.outcome = .failure(.unreachable(filter.clean(reason)))
        case .failure: self.outcome = outcome
        }
        self.began = began
        self.duration = duration
    }

    /// Whether an outcome is worth keeping: what the rules refused, or nobody waited for, never was an exchange.
    static func keeps(_ outcome: Result<OutboundResponse, OutboundError>) -> Bool {
        switch outcome {
        case .success, .failure(.timedOut), .failure(.tooLarge), .failure(.unreachable): true
        case .failure(.forbidden), .failure(.invalidURL), .failure(.cancelled): false
        }
    }

    // MARK: As JSON

    /// Why a file holds no exchange, in words that follow its name.
    struct Fault: Error {
        let reason: String
    }

    private static let version: JSONValue = 1

    var json: JSONValue {
        var request = JSONObject([.init("method", .string(method)), .init("url", .string(url))])
        request.members.append(.init("headers", Self.json(headers)))
        request.members.append(Self.member(body: body))
        var file = JSONObject([
            .init("version", Self.version), .init("began", .string(began.iso8601)),
            .init("milliseconds", .number(String(duration.milliseconds))), .init("request", .object(request)),
        ])
        switch outcome {
        case .success(let response):
            let answer = JSONObject([
                .init("status", .number(String(response.status))),
                .init("headers", Self.json(response.headers)), Self.member(body: response.body),
            ])
            file.members.append(.init("response", .object(answer)))
        case .failure(let error):
            let (kind, reason) = Self.spelling(of: error)
            let failure = JSONObject([.init("kind", .string(kind)), .init("reason", .string(reason))])
            file.members.append(.init("failure", .object(failure)))
        }
        return .object(file)
    }

    /// Reads what was written. Times are for people, and are not read.
    init(_ json: JSONValue) throws(Fault) {
        guard let file = json.object, file["version"] == Self.version else {
            throw Fault(reason: "is not version 1 of a recorded exchange")
        }
        guard let request = file["request"]?.object, let method = request["method"]?.string,
            let url = request["url"]?.string
        else { throw Fault(reason: "has no request with method and url") }
        self.method = method
        self.url = url
        headers = try Self.headers(request, of: "request")
        body = try Self.body(request, of: "request")
        if let response = file["response"]?.object {
            guard case .number(let text)? = response["status"], let status = Int(text) else {
                throw Fault(reason: "has no response.status")
            }
            outcome = .success(
                OutboundResponse(
                    status: status, headers: try Self.headers(response, of: "response"),
                    body: try Self.body(response, of: "response")))
        } else if let failure = file["failure"]?.object, let kind = failure["kind"]?.string,
            let error = Self.error(kind, reason: failure["reason"]?.string ?? "")
        {
            outcome = .failure(error)
        } else {
            throw Fault(reason: "has neither a response nor a failure of a known kind")
        }
        began = Timestamp(milliseconds: 0)
        duration = .zero
    }

    private static func json(_ headers: [(name: String, value: String)]) -> JSONValue {
        .array(headers.map { ["name": .string($0.name), "value": .string($0.value)] })
    }

    private static func headers(
        _ object: JSONObject, of place: String
    ) throws(Fault) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for header in object["headers"]?.array ?? [] {
            guard let name = header.object?["name"]?.string, let value = header.object?["value"]?.string
            else {
                throw Fault(reason: "has a header without name and value in \(place)")
            }
            headers.append((name, value))
        }
        return headers
    }

    private static func member(body: [UInt8]) -> JSONObject.Member {
        String(validating: body, as: UTF8.self).map { .init("body", .string($0)) }
            ?? .init("bodyBase64", .string(base64(body)))
    }

    private static func body(_ object: JSONObject, of place: String) throws(Fault) -> [UInt8] {
        if let text = object["body"]?.string { return Array(text.utf8) }
        guard let text = object["bodyBase64"]?.string, let body = bytes(base64: text) else {
            throw Fault(reason: "has neither body nor bodyBase64 in \(place)")
        }
        return body
    }

    private static func spelling(of error: OutboundError) -> (kind: String, reason: String) {
        switch error {
        case .timedOut: ("timed_out", "")
        case .tooLarge: ("too_large", "")
        case .unreachable(let reason): ("unreachable", reason)
        case .forbidden(let reason): ("forbidden", reason)
        case .invalidURL(let reason): ("invalid_url", reason)
        case .cancelled: ("cancelled", "")
        }
    }

    private static func error(_ kind: String, reason: String) -> OutboundError? {
        switch kind {
        case "timed_out": .timedOut
        case "too_large": .tooLarge
        case "unreachable": .unreachable(reason)
        default: nil
        }
    }
}
