// SPDX-License-Identifier: Apache-2.0

/// One HTTP exchange with the outside.
public struct OutboundRequest: Sendable {
    /// Such as `POST`.
    public var method: String
    /// Absolute `http` or `https` URL.
    public var url: String
    /// Names and values, in order.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// For the whole exchange.
    public var timeout: Duration
    /// For the answer to begin after the request was sent; `nil`: what the way out is configured with.
    public var firstByteTimeout: Duration?
    /// Bytes of the answer's body; a longer answer fails, or is cut when ``cutsLongAnswer`` says so.
    public var maximumResponseBytes: Int
    /// Whether the beginning of an answer that is too long is enough.
    public var cutsLongAnswer: Bool
    /// Whether nothing of it may be kept: it is never recorded, and so never replayed.
    public var isPrivate: Bool

    /// Makes a request.
    public init(
        method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(30), firstByteTimeout: Duration? = nil,
        maximumResponseBytes: Int = 8 << 20, cutsLongAnswer: Bool = false, isPrivate: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.firstByteTimeout = firstByteTimeout
        self.maximumResponseBytes = maximumResponseBytes
        self.cutsLongAnswer = cutsLongAnswer
        self.isPrivate = isPrivate
    }
}

/// The answer to an ``OutboundRequest``, whatever its status.
public struct OutboundResponse: Sendable {
    /// HTTP status code.
    public var status: Int
    /// Names in lower case and values, in order.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]

    /// Makes a response.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why there is no answer.
public enum OutboundError: Error, Sendable, Equatable {
    /// The egress rules do not let it out: which rule.
    case forbidden(reason: String)
    /// The URL cannot be used.
    case invalidURL(reason: String)
    /// A time limit passed.
    case timedOut
    /// The answer is longer than the request allows.
    case tooLarge
    /// The task was cancelled.
    case cancelled
    /// No connection, or it broke: in the words of the library.
    case unreachable(String)
}

/// The only way out of the process.
public protocol Outbound: Sendable {
    /// Makes one exchange, without following redirects.
    func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse

    /// Why a URL cannot be used, as far as that shows without asking anybody for its host's addresses; or `nil`.
    func refusal(of url: String) -> String?
}
