// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Opens a way out: one thread that runs every exchange, under these rules, until ``EgressClient/stop()``.
///
/// Connections are shared within it and with no other one, so each purpose that has rules of its own needs its own.
///
/// - Parameter resolver: finds the addresses of names; the system does, unless another one is given.
/// - Throws: when the rules name a file of certificates that cannot be used.
public func makeOutbound(
    _ rules: EgressRules, limits: EgressLimits = EgressLimits(), resolver: (any Resolver)? = nil
) throws(EgressError) -> EgressClient {
    let certificates = try TrustedCertificates(additional: rules.caFile)
    let resolver = resolver ?? SystemResolver(threads: limits.lookups, waiters: limits.exchanges)
    return EgressClient(
        loop: TransferLoop(
            rules: rules, limits: limits, certificates: certificates, resolver: resolver,
            watch: try SocketWatch()))
}

/// A way out of the process.
public struct EgressClient: Outbound {
    let loop: TransferLoop

    /// Makes one exchange, without following redirects.
    ///
    /// Where the URL's host leads is found out and checked anew each time, and a connection is made to no other
    /// address. One that is already open may be used again: it was made to an address that the same rules allow.
    public func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let call = try TransferCall(request, rules: loop.rules, limits: loop.limits)
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

    /// Why a URL cannot be used, in words that follow its name (`leads to 10.0.0.1: the address is private or
    /// reserved`), or `nil`. A name's addresses are not asked for.
    public func refusal(of url: String) -> String? {
        do throws(EgressURL.Fault) {
            return loop.rules.refusal(of: try EgressURL(url))
        } catch {
            return error.reason
        }
    }

    /// Lets further endpoints be reached at any address, from the next exchange on.
    public func open(_ endpoints: Set<EgressRules.Endpoint>) { loop.open(endpoints) }

    /// Ends every exchange with `cancelled`, closes all connections and ends the thread.
    ///
    /// Gives when that is done; later exchanges fail.
    public func stop() async {
        await withCheckedContinuation { continuation in loop.stop { continuation.resume() } }
    }
}
