// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// Has the configuration read again at each SIGHUP, as `dragoman config reload` does.
///
/// On a terminal the signal says that the terminal is gone, and ends the gateway as it ends any program there.
struct ReloadOnHangup: Service {
    let administration: Administration
    let logger: Logger

    func run() async throws {
        if Self.hasTerminal { return try await gracefulShutdown() }
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do throws(AdministrationError) {
                _ = try await administration.carryOut(.reloadConfiguration)
            } catch {
                logger.error("the configuration could not be read again", metadata: ["error": "\(error)"])
            }
        }
    }

    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
        if terminal >= 0 { close(terminal) }
        return terminal >= 0
    }
}
