// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The way out of a plugin's process: the gateway makes each exchange, under its rules.
final class FrameOutbound: Outbound {
    private struct State {
        var lastID: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Exchange.Answer, Never>] = [:]
    }

    private let channel: FrameChannel
    private let state = Locked(State())

    init(channel: FrameChannel) { self.channel = channel }

    func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[id] = continuation }
                if Task.isCancelled || !channel.send(ExchangeFrame.wanted(id, request)) {
                    end(id, .failure(.cancelled))
                }
            }
        } onCancel: {
            // Not known there when it was never sent.
            _ = channel.send(ExchangeFrame.cancel(id))
            end(id, .failure(.cancelled))
        }
        return try result.get()
    }

    /// The gateway judges every URL when the exchange is made.
    func refusal(of url: String) -> String? { nil }

    /// Tells whoever waits for an exchange how it went.
    func end(_ id: UInt64, _ result: Exchange.Answer) {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: result)
    }
}
