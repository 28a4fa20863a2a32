// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// One thing that every ``Store`` does, and how to see that it does.
public struct StorePromise: Sendable, CustomStringConvertible {
    /// A sentence about behaviour.
    public let description: String
    let check: @Sendable (StoreFixture) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (StoreFixture) async throws -> Void) {
        self.description = description
        self.check = check
    }

    /// Throws ``BrokenPromise`` unless an empty store keeps the promise.
    public func check(_ store: any Store) async throws {
        try await check(StoreFixture(store))
    }
}

/// A store did not do what every store does.
public struct BrokenPromise: Error, CustomStringConvertible {
    /// What was expected, and where.
    public let description: String
}

/// Throws ``BrokenPromise`` unless `condition` holds.
func expect(
    _ condition: Bool, _ expectation: String, file: StaticString = #fileID, line: UInt = #line
) throws {
    if !condition { throw BrokenPromise(description: "\(expectation) (\(file):\(line))") }
}

/// Throws ``BrokenPromise`` unless the two are equal.
func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, file: StaticString = #fileID, line: UInt = #line
) throws {
    try expect(found == expected, "expected \(expected), found \(found)", file: file, line: line)
}

/// What is there, or ``BrokenPromise``.
func required<Value>(
    _ value: Value?, _ expectation: String, file: StaticString = #fileID, line: UInt = #line
) throws -> Value {
    guard let value else { throw BrokenPromise(description: "\(expectation) (\(file):\(line))") }
    return value
}
