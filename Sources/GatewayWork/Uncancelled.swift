// SPDX-License-Identifier: Apache-2.0

/// Runs `body` to its end even if the calling task is cancelled: for writing a result while the process stops. The
/// only place that makes an unstructured task.
func uncancelled<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await Task { try await body() }.value
}
