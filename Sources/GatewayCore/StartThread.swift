// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    import Glibc
#endif

/// Runs `body` on a thread of its own that nobody waits for: where calls block, since the shared pool has as many
/// threads as there are processors and never more.
public func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        }, Unmanaged.passRetained(ThreadBody(run: body)).toOpaque())
    precondition(code == 0, "the system gives no further thread")
    pthread_detach(thread)
}

/// Waits, without a thread of the shared pool, for `body` on a thread of its own: where something blocks, or computes for
/// long.
public func onThread<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
        startThread { continuation.resume(returning: Result(catching: body)) }
    }
    return try result.get()
}

/// A closure on its way to a thread.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}
