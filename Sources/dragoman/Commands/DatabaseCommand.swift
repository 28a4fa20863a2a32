// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayStore
import Logging

/// `dragoman db`.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Migrates, backs up and restores the database.",
        subcommands: [Migrate.self, Backup.self, Restore.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Brings the database of an older version up to date, after writing a backup beside it.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let configuration = try common.configuration()
            let folder = DataFolder(configuration.data)
            let before = try version(in: folder)
            try folder.make()
            let store = try await openDatabase(
                configuration.store, in: folder, migrates: true, logger: startLog(configuration.log))
            await store.close()
            StandardOutput.write(
                before == currentSchemaVersion
                    ? "the database is up to date (schema \(currentSchemaVersion))"
                    : "the database has schema \(currentSchemaVersion) now, it had \(before ?? 0)")
        }

        private func version(in folder: DataFolder) throws(AdministrationError) -> Int? {
            do throws(StoreError) {
                return try schemaVersion(of: folder.database)
            } catch {
                throw AdministrationError(error)
            }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a copy of the database to a new file, beside a running gateway too.")

        @Argument(help: "The file; gateway.db.backup-<time> in the data folder if left out.") var file:
            String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let folder = DataFolder(try common.configuration().data)
            let time = WallClock.system.now().iso8601.filter(\.isNumber)
            let path = file.map(absolutePath) ?? "\(folder.database).backup-\(time)"
            try await Operator(common: common).carryOut(.backUp(path: path))
                .show(asJSON: json) { "the backup is \($0[text: "path"])" }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts a backup in the place of the database, of which a copy is kept.",
            discussion: "No gateway may be running on the data folder.")

        @Argument(help: "The backup.") var file: String
        @Flag(help: "Keep no copy of the database that is replaced, as when it is damaged.") var discard =
            false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let configuration = try common.configuration()
            let folder = DataFolder(configuration.data)
            if let status = try AdministrationClient.ask(.status, in: folder.path) {
                let pid = if case .number(let pid)? = status.object?["pid"] { pid } else { "?" }
                throw AdministrationError(
                    "a gateway (process \(pid)) runs on \(folder.path): stop it first, then restore")
            }
            try folder.make()
            let copy = try await keptCopy(of: folder, configuration)
            let version: Int
            do {
                version = try await restoreStore(from: absolutePath(file), to: folder.database)
            } catch {
                throw AdministrationError(error)
            }
            StandardOutput.write(
                "the database is restored (schema \(version))"
                    + (copy.map { "; what it replaced is \($0)" } ?? ""))
        }

        /// The path of a copy of the database as it is, or `nil` when there is none or none is wanted.
        private func keptCopy(
            of folder: DataFolder, _ configuration: Configuration
        ) async throws -> String? {
            guard folder.hasDatabase, !discard else { return nil }
            let path =
                folder.database + ".before-restore-" + WallClock.system.now().iso8601.filter(\.isNumber)
            do {
                let store = try await openDatabase(
                    configuration.store, in: folder, migrates: false, logger: startLog(configuration.log))
                do throws(StoreError) {
                    try await store.backUp(to: path)
                } catch {
                    await store.close()
                    throw AdministrationError(error)
                }
                await store.close()
                return path
            } catch {
                throw AdministrationError(
                    "the database in place cannot be copied (\(error)); --discard replaces it without a copy")
            }
        }
    }
}
