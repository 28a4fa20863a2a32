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

/// A closure on its way to a thread.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}
