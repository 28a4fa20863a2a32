// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Tries a write again for a second or two when the store fails: a disk that was full for a moment must not cost a
/// result that is there already.
func persistently<Result: Sendable>(
    _ body: @Sendable () async throws -> Result
) async throws -> Result {
    for delay in [50, 250, 1000] {
        do {
            return try await body()
        } catch let error as StoreError where error != .closed {
            try await Task.sleep(for: .milliseconds(delay))
        }
    }
    return try await body()
}
