// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Opens the way out: one thread that runs every exchange, under these rules, until ``EgressClient/stop()``.
public func makeOutbound(_ rules: EgressRules, limits: EgressLimits = EgressLimits()) -> EgressClient {
    EgressClient(loop: TransferLoop(rules: rules, limits: limits))
}

/// The way out of the process.
public struct EgressClient: Outbound {
    let loop: TransferLoop

    /// Makes one exchange, without following redirects.
    public func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let call = try TransferCall(request, limits: loop.limits)
        // Told before it began: a cancelled task must not even open a connection.
        if Task.isCancelled { throw .cancelled }
        let id = loop.nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.begin(Transfer(id: id, call: call, continuation: continuation))
            }
        } onCancel: {
            loop.cancel(id)
        }
        return try result.get()
    }

    public func refusal(of url: String) -> String? { nil }

    /// Ends every exchange with `cancelled`, closes all connections and ends the thread.
    ///
    /// Gives when that is done; later exchanges fail.
    public func stop() async {
        await withCheckedContinuation { continuation in loop.stop { continuation.resume() } }
    }
}
