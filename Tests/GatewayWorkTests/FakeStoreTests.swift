// SPDX-License-Identifier: Apache-2.0
import GatewayTestSupport
import Testing

/// What the store that tests use in the place of a database has in common with one.
@Suite struct FakeStoreTests {
    @Test(arguments: StoreConformance.memoryPromises)
    func `remembers as every store does`(_ promise: StorePromise) async throws {
        try await promise.check(FakeStore())
    }
}
