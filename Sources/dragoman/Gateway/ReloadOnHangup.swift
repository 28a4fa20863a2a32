// SPDX-License-Identifier: Apache-2.0
import Logging
import ServiceLifecycle
import UnixSignals

/// Has the configuration read again at each SIGHUP, as `dragoman config reload` does.
struct ReloadOnHangup: Service {
    let administration: Administration
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do throws(AdministrationError) {
                _ = try await administration.carryOut(.reloadConfiguration)
            } catch {
                logger.error("the configuration could not be read again", metadata: ["error": "\(error)"])
            }
        }
    }
}
