// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Glibc

/// What `http/1` calls back.
typealias PluginExchangeDone = @Sendable (Result<OutboundResponse, OutboundError>) -> Void

/// `log/1`, `clock/1`, `compute/1`, `secret/1` and `http/1` of a check's host.
enum CheckHostServices {
    private static var book: CheckBook { .shared }
    /// Callbacks come from threads of the host's, never from within a call.
    private static let threads = WorkerThreads(count: 2)

    /// The threads are there before anybody counts them.
    static func start() {
        threads.add {}
        _ = TimerThread.shared.schedule(at: 0) {}
    }

    /// Hands work to an instance, if it lives, between two of its calls.
    private static func post(_ id: UInt64, _ work: @escaping @Sendable () -> Void) {
        threads.add {
            let instance = book.state.change { (result: $0.instances[id], isNews: false) }
            instance?.enter { _ in work() }
        }
    }

    private static func isInstance(_ id: UInt64, asking deed: String) -> Bool {
        book.state.change { state in
            state.hostCalls += 1
            if state.instances[id] != nil { return true }
            state.note(.unknownInstance, "it asked \(deed) for instance \(id), which there is not")
            return false
        }
    }

    // MARK: log/1

    nonisolated(unsafe) static let log = Host.lasting(
        dgm_host_log(
            struct_size: MemoryLayout<dgm_host_log>.size,
            write: { id, level, bytes, length in
                let line = CStruct.string(bytes, length, limit: 1 << 20)
                book.state.change { state in
                    state.hostCalls += 1
                    state.log.append(line ?? "")
                    if line == nil { state.note(.request, "a line for log/1 is not UTF-8") }
                    if !(0...3).contains(level) { state.note(.request, "log/1 has no level \(level)") }
                    if id != 0, state.instances[id] == nil {
                        state.note(.unknownInstance, "it logged for instance \(id), which there is not")
                    }
                }
            }))

    // MARK: clock/1

    nonisolated(unsafe) static let clock = Host.lasting(
        dgm_host_clock(
            struct_size: MemoryLayout<dgm_host_clock>.size,
            unix_ms: { WallClock.system.now().milliseconds }, monotonic_ns: { monotonicNanoseconds() },
            after: { id, delay, function, context in
                guard isInstance(id, asking: "clock/1"), let callback = PluginCallback(function, context)
                else {
                    return 0
                }
                let delay = max(0, min(delay, 86_400_000))
                _ = TimerThread.shared.schedule(at: monotonicNanoseconds() + delay * 1_000_000) {
                    post(id) { callback.run() }
                }
                return 1
            }))

    // MARK: compute/1

    nonisolated(unsafe) static let compute = Host.lasting(
        dgm_host_compute(
            struct_size: MemoryLayout<dgm_host_compute>.size,
            submit: { id, function, context in
                guard isInstance(id, asking: "compute/1"), let callback = PluginCallback(function, context)
                else { return 0 }
                post(id) { callback.run() }
                return 1
            },
            parallelism: { Int32(clamping: Processors.count) }))

    // MARK: secret/1

    nonisolated(unsafe) static let secret = Host.lasting(
        dgm_host_secret(
            struct_size: MemoryLayout<dgm_host_secret>.size,
            get: { id, name, length, buffer, capacity in
                guard isInstance(id, asking: "secret/1"), let name = CStruct.string(name, length, limit: 128)
                else { return -1 }
                let isThere = book.state.change { state in
                    state.secretsAsked.insert(name)
                    return state.secrets.contains(name)
                }
                guard isThere else { return -1 }
                let bytes = Array(CheckBook.secret(name).utf8)
                if let buffer, bytes.count <= capacity {
                    UnsafeMutableRawBufferPointer(start: buffer, count: bytes.count).copyBytes(from: bytes)
                }
                return Int64(bytes.count)
            }))

    // MARK: http/1

    nonisolated(unsafe) static let http = Host.lasting(
        dgm_host_http(struct_size: MemoryLayout<dgm_host_http>.size, start: begin, cancel: cancel))

    private static let begin:
        @convention(c) (
            dgm_instance, UnsafePointer<dgm_http_request>?,
            (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<dgm_http_response>?) -> Void)?,
            UnsafeMutableRawPointer?
        ) -> UInt64 = { id, pointer, done, context in
            guard isInstance(id, asking: "http/1") else { return 0 }
            guard let done, let raw = CStruct.copy(pointer, into: dgm_http_request(), atLeast: 40),
                let request = OutboundRequest(raw)
            else {
                book.note(.request, "a request for http/1 makes no sense")
                return 0
            }
            let callback = ExchangeCallback(function: done, context: context)
            let handle = book.number()
            let script = book.state.change { state in
                state.exchanges[handle] = CheckBook.Exchange(
                    instance: id, ticket: raw.on_behalf_of, request: request,
                    done: { callback.run($0) })
                return state.script
            }
            if let result = script.result(of: request) { answer(handle, result) }
            return handle
        }

    private static let cancel: @convention(c) (UInt64) -> Void = { handle in
        book.state.change { $0.exchanges[handle]?.wasCancelled = true }
        answer(handle, .failure(.cancelled))
    }

    /// Ends an exchange, once.
    static func answer(_ handle: UInt64, _ result: Result<OutboundResponse, OutboundError>) {
        let exchange: CheckBook.Exchange? = book.state.change { state in
            guard let exchange = state.exchanges[handle], !exchange.isOver else { return nil }
            state.exchanges[handle]?.isOver = true
            return exchange
        }
        guard let exchange else { return }
        post(exchange.instance) { exchange.done(result) }
    }
}

/// The function that waits for an answer, with what it is to be called with.
private struct ExchangeCallback: @unchecked Sendable {
    // Sendable: the context is the plugin's own, and is only handed back.
    let function: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<dgm_http_response>?) -> Void
    let context: UnsafeMutableRawPointer?

    func run(_ result: Result<OutboundResponse, OutboundError>) {
        let response = HTTPResponse(result)
        function(context, response.pointer)
        response.arena.free()
    }
}

extension OutboundRequest {
    /// Copies what a plugin handed over; `nil` when it makes no sense.
    fileprivate init?(_ request: dgm_http_request) {
        guard let method = CStruct.string(request.method, limit: 32), !method.isEmpty,
            let url = CStruct.string(request.url),
            url.hasPrefix("http://") || url.hasPrefix("https://"), request.timeout_ms >= 0,
            (0...64 << 20).contains(request.body.length),
            request.body.length == 0 || request.body.bytes != nil,
            (0...256).contains(request.header_count)
        else { return nil }
        var headers: [(name: String, value: String)] = []
        for index in 0..<request.header_count {
            guard let header = CStruct.copy(request.headers?[index], into: dgm_http_header(), atLeast: 40),
                let name = CStruct.string(header.name), let value = CStruct.string(header.value)
            else { return nil }
            headers.append((name, value))
        }
        self.init(
            method: method, url: url, headers: headers,
            body: Array(UnsafeRawBufferPointer(start: request.body.bytes, count: request.body.length)),
            maximumResponseBytes: request.max_response_bytes > 0 ? request.max_response_bytes : 8 << 20)
    }
}
