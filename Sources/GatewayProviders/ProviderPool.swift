// SPDX-License-Identifier: Apache-2.0

/// What runs the calls of one configured provider: in this process or in another.
protocol ProviderPool: Sendable {
    var name: String { get }
    /// How busy it is.
    var load: ProviderLoad { get }
    /// The credentials that its instances may have asked for.
    var secretValues: [String] { get }
    /// Hands on what its instances may ask for from now on.
    func give(_ secrets: [String: String])
    /// Refuses new calls, and ends what there is with the last of those that are open. Does not wait.
    func retire()
    /// Refuses new calls and waits until no call is open or `grace` has passed.
    func drain(grace: Duration) async
    /// Ends what is left, and waits for that until `grace` has passed.
    func end(grace: Duration) async
}
