// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayProviders
import GatewayWork

/// All that can be configured, read once and found valid as a whole. Each part of the gateway gets its own part.
struct Configuration: Sendable {
    /// The folder of the database, the administration's socket and what plugins keep.
    var data: String
    var organizationName: String
    var server: APIConfiguration
    var store: DatabaseConfiguration
    var queue: QueueLimits
    var work: WorkConfiguration
    var webhooks: WebhooksConfiguration
    var retention: RetentionConfiguration
    var secrets: SecretsConfiguration
    var plugins: PluginsConfiguration
    var engine: EngineConfiguration
    var memory: MemorySettings
    var spending: SpendingConfiguration
    var egress: EgressConfiguration
    var log: LogConfiguration
    /// What each key says, as text that tells one value from another.
    private var values: [String: String] = [:]

    /// The keys that say something else in another configuration, in order.
    func keys(changedIn other: Configuration) -> [String] {
        values.keys.filter { values[$0] != other.values[$0] }.sorted()
    }

    /// Reads every key there is. Throws all mistakes together.
    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        var reader = ConfigurationReader(sources)
        self.init(&reader)
        try reader.finish()
    }

    /// The keys, in the order of the example file.
    static let declarations:
        (
            keys: [ConfigurationReader.Declaration], sections: [(name: String, about: String)]
        ) = {
            var reader = ConfigurationReader(ConfigurationSources())
            _ = Configuration(&reader)
            return (reader.declarations, reader.sections)
        }()

    private init(_ reader: inout ConfigurationReader) {
        data = reader.value(
            "data", .path, default: "./data",
            about: "Folder of the database, the administration socket and what plugins keep; made if missing."
        )
        reader.section("organization", "Who the gateway serves.")
        organizationName = reader.value(
            "organization.name", .text, default: "Default",
            about: "Name of the organization that a fresh database begins with.")
        server = APIConfiguration(&reader)
        store = DatabaseConfiguration(&reader)
        queue = QueueLimits(&reader)
        work = WorkConfiguration(&reader)
        webhooks = WebhooksConfiguration(&reader)
        retention = RetentionConfiguration(&reader)
        secrets = SecretsConfiguration(&reader)
        plugins = PluginsConfiguration(&reader)
        engine = EngineConfiguration(&reader, providers: plugins.instances.map(\.name))
        memory = MemorySettings(&reader)
        work.memory.stores = memory.stores
        work.memory.entries = memory.entries
        work.memory.indexBytes = memory.indexBytes
        reader.section("prices", "What engines cost.")
        reader.section("budgets", "What may be spent.")
        spending = SpendingConfiguration(&reader)
        egress = EgressConfiguration(&reader)
        log = LogConfiguration(&reader)
        values = reader.values
    }
}
