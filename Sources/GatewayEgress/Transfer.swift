// SPDX-License-Identifier: Apache-2.0
import CCurl
import GatewayCore
import Glibc

/// One exchange under way.
final class Transfer: @unchecked Sendable {
    // Sendable: after it was put into the loop's inbox, only the loop's thread touches what changes.
    typealias Waiter = CheckedContinuation<Result<OutboundResponse, OutboundError>, Never>

    let id: UInt64
    let call: TransferCall
    let deadline: ContinuousClock.Instant
    private let continuation: Waiter
    private var stage = Stage.waiting
    /// Where it may connect to.
    private var addresses: [NetworkAddress] = []
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headers: [(name: String, value: String)] = []
    private var headerBytes = 0
    private var headersEnded = false
    private var body: [UInt8] = []
    /// Why this side ended the transfer, which libcurl can only say in general.
    private var failure: OutboundError?
    /// Whether the body was enough before the answer ended.
    private var isCut = false

    /// How far it is, and until when it may stay so.
    private enum Stage {
        /// For addresses, for a connection, or to be sent.
        case waiting
        case sent(until: ContinuousClock.Instant)
        /// Until then the body has to have at least so many bytes.
        case answering(until: ContinuousClock.Instant, least: Int)
    }

    init(id: UInt64, call: TransferCall, continuation: Waiter) {
        self.id = id
        self.call = call
        deadline = .now + call.timeout
        self.continuation = continuation
    }

    /// Sets up a fresh handle for this exchange, which is to connect to one of these addresses.
    func prepare(_ handle: TransferHandle, addresses: [NetworkAddress]) {
        let easy = handle.easy
        self.addresses = addresses
        let (host, port) = call.peer
        if case .name(let name) = host {
            handle.pin((name, port), to: addresses)
        }
        for line in call.headers { headerList = curl_slist_append(headerList, line) }
        _ = ccurl_set_string(easy, CURLOPT_URL, call.url.text)
        _ = ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
        prepareProxy(easy)
        _ = ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        _ = ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(call.connectTimeout))
        _ = ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Without TLS nothing says before the first answer that a connection takes one request at a time: waiting to
        // share it would let one silent answer hold up all other requests to the host.
        _ = ccurl_set_long(easy, CURLOPT_PIPEWAIT, call.url.isEncrypted ? 1 : 0)
        prepareMethod(easy)
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_set_pointer(easy, CURLOPT_PRIVATE, context)
        _ = ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        _ = ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        _ = ccurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context)
        _ = ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let transfer = Transfer.from(context) else { return 0 }
            return transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        _ = ccurl_set_data_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let transfer = Transfer.from(context) else { return 0 }
            return transfer.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        _ = ccurl_set_pointer(easy, CURLOPT_PREREQDATA, context)
        _ = ccurl_set_request_function(easy) { context, _, _, _, _ in
            if let transfer = Transfer.from(context) {
                transfer.stage = .sent(until: .now + transfer.call.firstByteTimeout)
            }
            return CURL_PREREQFUNC_OK
        }
        _ = ccurl_set_socket_function(easy) { context, _, address in
            guard let transfer = Transfer.from(context), let address else { return CURL_SOCKET_BAD }
            return transfer.openSocket(address)
        }
    }

    private func prepareProxy(_ easy: UnsafeMutableRawPointer) {
        // What the environment says of proxies is not asked: one that is named there would connect on our behalf,
        // past the guard.
        _ = ccurl_set_string(easy, CURLOPT_PROXY, call.proxy?.url ?? "")
        guard let proxy = call.proxy else { return }
        _ = ccurl_set_string(easy, CURLOPT_NOPROXY, "")
        _ = ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Neither credentials of the origin's for the proxy nor the other way round.
        _ = ccurl_set_long(easy, CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
        guard let credentials = proxy.credentials else { return }
        _ = ccurl_set_string(easy, CURLOPT_PROXYUSERNAME, credentials.user)
        _ = ccurl_set_string(easy, CURLOPT_PROXYPASSWORD, credentials.password)
    }

    private func prepareMethod(_ easy: UnsafeMutableRawPointer) {
        if call.method == "HEAD" {
            _ = ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        } else if !call.body.isEmpty || call.method != "GET" {
            _ = ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(call.body.count))
            // Of no bytes, too: a POST without a body says so by its length.
            let bytes = call.body.isEmpty ? [0] : call.body
            bytes.withUnsafeBytes { _ = ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        }
        _ = ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, call.method)
    }

    /// The answer, once libcurl has ended the exchange.
    ///
    /// - Parameter proxyStatus: what the proxy said to `CONNECT`, or 0.
    func result(
        _ code: CURLcode, status: Int, proxyStatus: Int
    ) -> Result<OutboundResponse, OutboundError> {
        if code == CURLE_OK || isCut {
            return .success(OutboundResponse(status: status, headers: headers, body: body))
        }
        if let failure { return .failure(failure) }
        if code == CURLE_OPERATION_TIMEDOUT { return .failure(.timedOut) }
        if proxyStatus >= 300 { return .failure(.unreachable("the proxy answered \(proxyStatus)")) }
        return .failure(.unreachable(String(cString: curl_easy_strerror(code))))
    }

    /// Why its time is up, or else when it has to be looked at again at the latest.
    func look(at now: ContinuousClock.Instant) -> (failure: OutboundError?, next: ContinuousClock.Instant) {
        let slowTime = call.limits.slowTime
        if deadline <= now { return (.timedOut, now) }
        switch stage {
        // It may be sent the next moment, and begin to be answered right then.
        case .waiting: return (nil, min(deadline, now + min(call.firstByteTimeout, slowTime)))
        case .sent(let end):
            return end <= now ? (.timedOut, now) : (nil, min(deadline, end, now + slowTime))
        case .answering(let end, _) where end > now: return (nil, min(deadline, end))
        case .answering(_, let bytes):
            guard body.count >= bytes else { return (.timedOut, now) }
            return (nil, min(deadline, measureSpeed(from: now)))
        }
    }

    /// Gives until when.
    @discardableResult
    private func measureSpeed(from now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let end = now + call.limits.slowTime
        let bytes = Int64(call.limits.minimumSpeed) * call.limits.slowTime.milliseconds / 1000
        stage = .answering(until: end, least: body.count + Int(clamping: bytes))
        return end
    }

    /// Gives the answer to who waits.
    ///
    /// Once, after the handle has left the loop.
    func end(_ result: Result<OutboundResponse, OutboundError>) {
        curl_slist_free_all(headerList)
        headerList = nil
        continuation.resume(returning: result)
    }

    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        let room = call.maximumResponseBytes - body.count
        if call.cutsLongAnswer, bytes.count >= room {
            body.append(contentsOf: bytes.prefix(room))
            isCut = true
            // Which libcurl takes for a failure: it ends the transfer and closes its connection.
            return 0
        }
        guard bytes.count <= room else {
            failure = .tooLarge
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func take(header bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= call.limits.headerBytes else {
            failure = .tooLarge
            return 0
        }
        if bytes.starts(with: "HTTP/".utf8) {
            // Headers of an interim answer (1xx) are not those of the answer.
            headers = []
            headersEnded = false
            if !Self.isInterim(bytes) { measureSpeed(from: .now) }
        } else if bytes.allSatisfy({ $0 == 13 || $0 == 10 }) {
            headersEnded = true
        } else if !headersEnded, let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
            let value = bytes[(colon + 1)...].trimmingSpace()
            headers.append((name, String(decoding: value, as: UTF8.self)))
        }
        return bytes.count
    }

    /// Whether a status line is one of 1xx, after which the answer is still to come.
    private static func isInterim(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")), space + 1 < line.endIndex else {
            return false
        }
        return line[space + 1] == UInt8(ascii: "1")
    }

    /// The guard's second line: it sees the address that is connected to, whatever happened before.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let target = withUnsafePointer(to: &address.pointee.addr) { NetworkAddress($0) }
        guard let target, addresses.contains(target) else {
            let text = target.map { "\($0)" } ?? "somewhere else"
            failure = .forbidden(reason: "\(call.url.endpoint.host) led to \(text), which was not checked")
            return CURL_SOCKET_BAD
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(clamping: max(1, min(duration.milliseconds, 86_400_000)))
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// The bytes without white space at either end.
    fileprivate func trimmingSpace() -> Slice<UnsafeRawBufferPointer> {
        var rest = drop(while: { $0 <= 32 })
        while let last = rest.last, last <= 32 { rest.removeLast() }
        return rest
    }
}
