// SPDX-License-Identifier: Apache-2.0

/// What finds the addresses of names.
public protocol Resolver: Sendable {
    /// All addresses of a name, in the order they are to be tried, or why there are none.
    typealias Answer = Result<[NetworkAddress], ResolverError>

    /// Asks for the addresses of a name. Returns at once.
    ///
    /// - Parameters:
    ///   - host: as it stands in a URL; a name, never an address.
    ///   - deadline: past it nobody waits for the answer any more.
    ///   - done: gets the answer, from any thread, also before this returns.
    func lookUp(
        _ host: String, until deadline: ContinuousClock.Instant, _ done: @escaping @Sendable (Answer) -> Void)
}

/// Why a name has no addresses.
public struct ResolverError: Error, Equatable {
    /// In words that stand by themselves.
    public var reason: String

    /// Makes an error.
    public init(_ reason: String) { self.reason = reason }
}
