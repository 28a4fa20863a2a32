// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// An exchange by `http/1` between a plugin's process, which wants it, and the gateway, which makes it.
enum ExchangeFrame {
    static func wanted(_ id: UInt64, _ request: OutboundRequest) -> [UInt8] {
        var frame = FrameWriter(.exchange, size: 512 + request.body.count)
        frame.write(id)
        frame.write(request.method)
        frame.write(request.url)
        frame.write(headers: request.headers)
        frame.write(request.body)
        frame.write(Int(request.timeout.milliseconds))
        frame.write(request.firstByteTimeout) { $0.write(Int($1.milliseconds)) }
        frame.write(request.isPrivate)
        frame.write(request.maximumResponseBytes)
        return frame.finished()
    }

    static func cancel(_ id: UInt64) -> [UInt8] {
        var frame = FrameWriter(.cancelExchange)
        frame.write(id)
        return frame.finished()
    }

    static func over(_ id: UInt64, _ result: Result<OutboundResponse, OutboundError>) -> [UInt8] {
        var frame = FrameWriter(.exchanged)
        frame.write(id)
        switch result {
        case .success(let response):
            frame.write(byte: 0)
            frame.write(response.status)
            frame.write(headers: response.headers)
            frame.write(response.body)
        case .failure(let error):
            let (number, reason) = Self.number(of: error)
            frame.write(byte: number)
            frame.write(reason)
        }
        return frame.finished()
    }

    /// Reads what stands behind the id of an `exchange` frame; its limits are the gateway's.
    static func request(
        _ reader: inout FrameReader, limits: ProviderLimits
    ) throws(FrameFault) -> OutboundRequest {
        let (method, url) = (try reader.text(limit: 32), try reader.text(limit: 65_536))
        let (headers, body) = (try reader.headers(limit: 256), try reader.block(limit: 64 << 20))
        let time: Duration = .milliseconds(try reader.size())
        let beginning = try reader.optional { reader throws(FrameFault) in
            Duration.milliseconds(try reader.size())
        }
        let isPrivate = try reader.bool()
        let bytes = try reader.size()
        try reader.end()
        return OutboundRequest(
            method: method, url: url, headers: headers, body: body,
            timeout: time == .zero ? limits.exchangeTime : min(time, limits.exchangeTime),
            firstByteTimeout: beginning,
            maximumResponseBytes: bytes > 0 ? min(bytes, limits.exchangeBytes) : limits.exchangeBytes,
            isPrivate: isPrivate)
    }

    /// Reads what stands behind the id of an `exchanged` frame.
    static func result(
        _ reader: inout FrameReader
    ) throws(FrameFault) -> Result<OutboundResponse, OutboundError> {
        let number = try reader.byte()
        guard number != 0 else {
            let status = try reader.int()
            return .success(
                OutboundResponse(status: status, headers: try reader.headers(), body: try reader.block()))
        }
        let reason = try reader.text()
        let error: OutboundError =
            switch number {
            case 1: .forbidden(reason: reason)
            case 2: .invalidURL(reason: reason)
            case 3: .timedOut
            case 4: .tooLarge
            case 5: .cancelled
            default: .unreachable(reason)
            }
        return .failure(error)
    }

    private static func number(of error: OutboundError) -> (UInt8, String) {
        switch error {
        case .forbidden(let reason): (1, reason)
        case .invalidURL(let reason): (2, reason)
        case .timedOut: (3, "")
        case .tooLarge: (4, "")
        case .cancelled: (5, "")
        case .unreachable(let reason): (6, reason)
        }
    }
}

extension FrameWriter {
    fileprivate mutating func write(headers: [(name: String, value: String)]) {
        write(list: headers) { frame, header in
            frame.write(header.name)
            frame.write(header.value)
        }
    }
}

extension FrameReader {
    fileprivate mutating func headers(limit: Int = .max) throws(FrameFault) -> [(name: String, value: String)]
    {
        try list(limit: limit) { reader throws(FrameFault) in
            (name: try reader.text(limit: 65_536), value: try reader.text(limit: 65_536))
        }
    }
}
