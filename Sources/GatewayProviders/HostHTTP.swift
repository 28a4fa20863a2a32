// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// `http/1`.
enum HostHTTP {
    nonisolated(unsafe) static let table = Host.lasting(
        dgm_host_http(struct_size: MemoryLayout<dgm_host_http>.size, start: start, cancel: cancel))

    private static let start:
        @convention(c) (
            dgm_instance, UnsafePointer<dgm_http_request>?, ExchangeCallback.Done?, UnsafeMutableRawPointer?
        ) -> UInt64 = { id, pointer, done, context in
            // Method and URL must be there; all else may be absent.
            guard let instance = Instance.named(id), let pump = instance.pool.services.exchanges,
                let callback = ExchangeCallback(done, context),
                let request = CStruct.copy(pointer, into: dgm_http_request(), atLeast: 40),
                var outbound = OutboundRequest(request, limits: instance.pool.limits)
            else { return 0 }
            note(request.on_behalf_of, of: instance, in: &outbound)
            let exchange = Exchange(outbound) { id, result in
                // When nothing else of its instance runs.
                _ = instance.pool.post(.exchange(id), to: instance) { callback.run(result) }
            }
            guard instance.pool.reserve(exchange: exchange.id, in: instance) else { return 0 }
            ExchangeTable.shared.add(exchange)
            if attach(exchange, to: request.on_behalf_of), pump.submit(exchange) { return exchange.id }
            ExchangeTable.shared.remove(exchange.id)
            instance.pool.forget(exchange: exchange.id, in: instance)
            return 0
        }

    /// Lets a service see to which trace a request belongs, unless the plugin has said so itself, and keeps what is
    /// private out of recordings. A request on nobody's behalf may carry the text of any call that is open.
    private static func note(
        _ ticket: dgm_ticket, of instance: Instance, in request: inout OutboundRequest
    ) {
        guard ticket != 0 else {
            request.isPrivate = TicketTable.shared.hasPrivateCall(of: instance.pool)
            return
        }
        var trace: String?
        let isOpen = TicketTable.shared.use(ticket) { call in
            trace = call.traceParent
            request.isPrivate = call.isPrivate
        }
        if !isOpen { request.isPrivate = true }
        guard let trace, !request.headers.contains(where: { $0.name.lowercased() == "traceparent" }) else {
            return
        }
        request.headers.append(("traceparent", trace))
    }

    /// Ties an exchange to the call it serves; false when that has ended.
    private static func attach(_ exchange: Exchange, to ticket: dgm_ticket) -> Bool {
        if ticket == 0 { return true }
        var isOpen = false
        TicketTable.shared.use(ticket) { call in
            guard !call.isAbandoned else { return }
            isOpen = true
            call.exchanges.append(exchange.id)
        }
        return isOpen
    }

    private static let cancel: @convention(c) (UInt64) -> Void = { ExchangeTable.shared.cancel($0) }
}

/// A function of a plugin that is told how an exchange went, with what it is to be called with.
private struct ExchangeCallback: @unchecked Sendable {
    // Sendable: the context is the plugin's own, and is only handed back.
    typealias Done = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<dgm_http_response>?) -> Void
    private let done: Done
    private let context: UnsafeMutableRawPointer?

    init?(_ done: Done?, _ context: UnsafeMutableRawPointer?) {
        guard let done else { return nil }
        self.done = done
        self.context = context
    }

    func run(_ result: Exchange.Answer) {
        let response = HTTPResponse(result)
        done(context, response.pointer)
        response.arena.free()
    }
}

extension OutboundRequest {
    /// Copies what a plugin handed over; `nil` when it makes no sense.
    fileprivate init?(_ request: dgm_http_request, limits: ProviderLimits) {
        guard let method = CStruct.string(request.method, limit: 32), let url = CStruct.string(request.url),
            request.body.length >= 0, request.body.length <= 64 << 20,
            request.body.length == 0 || request.body.bytes != nil,
            request.header_count >= 0, request.header_count <= 256, request.timeout_ms >= 0
        else { return nil }
        var headers: [(name: String, value: String)] = []
        if request.header_count > 0 {
            guard let list = request.headers else { return nil }
            for index in 0..<request.header_count {
                guard let header = CStruct.copy(list[index], into: dgm_http_header(), atLeast: 40),
                    let name = CStruct.string(header.name), let value = CStruct.string(header.value)
                else { return nil }
                headers.append((name, value))
            }
        }
        let body = UnsafeRawBufferPointer(start: request.body.bytes, count: request.body.length)
        let time: Duration = .milliseconds(request.timeout_ms)
        let wanted = request.max_response_bytes
        self.init(
            method: method, url: url, headers: headers, body: Array(body),
            timeout: time == .zero ? limits.exchangeTime : min(time, limits.exchangeTime),
            // Who knows how long an answer may take knows how long its beginning may.
            firstByteTimeout: time == .zero ? nil : time,
            maximumResponseBytes: wanted > 0 ? min(wanted, limits.exchangeBytes) : limits.exchangeBytes)
    }
}
