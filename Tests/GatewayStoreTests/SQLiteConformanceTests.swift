// SPDX-License-Identifier: Apache-2.0
import GatewayTestSupport
import Testing

@Suite struct SQLiteConformanceTests {
    @Test(arguments: StoreConformance.promises)
    func `a store over SQLite keeps a promise`(promise: StorePromise) async throws {
        try await withStore { try await promise.check($0) }
    }
}
