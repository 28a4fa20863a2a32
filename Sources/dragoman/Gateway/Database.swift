// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayStore
import Logging

/// Opens the database of a folder, making it if there is none.
///
/// - Parameter migrates: an older one is migrated, after a backup beside it; otherwise it is refused.
func openDatabase(
    _ configuration: DatabaseConfiguration, limits: QueueLimits = QueueLimits(), in folder: DataFolder,
    migrates: Bool, clock: WallClock = .system, logger: Logger
) async throws(AdministrationError) -> any Store {
    do throws(StoreError) {
        return try await openStore(
            StoreConfiguration(
                path: folder.database, migrates: migrates, readers: configuration.readers,
                maximumGroupCommit: configuration.maximumGroupCommit, limits: limits, clock: clock,
                logger: logger))
    } catch {
        throw AdministrationError(error)
    }
}
