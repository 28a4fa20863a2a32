// SPDX-License-Identifier: Apache-2.0

/// What was done to one thing of the configuration, as the audit log keeps it.
public struct ConfigurationChange: Sendable, Equatable {
    /// What is done to a thing.
    public enum Action: String, Sendable {
        case create, update, delete
    }

    /// What kind of thing, as identifiers call it: `Engine`, `ModelConfig`, …
    public var entity: String
    /// Which one.
    public var id: String
    /// What was done.
    public var action: Action
    /// What it was, as clients see it: a JSON object; `nil` for what is new.
    public var before: [UInt8]?
    /// What it has become; `nil` for what is gone.
    public var after: [UInt8]?

    /// Makes a change.
    public init(entity: String, id: String, action: Action, before: [UInt8]? = nil, after: [UInt8]? = nil) {
        self.entity = entity
        self.id = id
        self.action = action
        self.before = before
        self.after = after
    }
}

extension EngineRecord {
    /// What happened between `earlier` and this, thing by thing; `nil` stands for an engine that is not there.
    public static func changes(from earlier: EngineRecord?, to later: EngineRecord?) -> [ConfigurationChange]
    {
        var changes: [ConfigurationChange] = []
        func add<ID: Identifier>(_ id: ID, _ before: [UInt8]?, _ after: [UInt8]?) {
            guard before != after else { return }
            let action: ConfigurationChange.Action =
                before == nil ? .create : after == nil ? .delete : .update
            changes.append(
                ConfigurationChange(
                    entity: ID.entity, id: id.text, action: action, before: before, after: after))
        }
        func compare<ID, Value>(
            _ path: KeyPath<EngineRecord, [ConfigurationEntry<ID, Value>]>,
            _ write: (inout JSONWriter, ConfigurationEntry<ID, Value>, EngineID) -> Void
        ) {
            func texts(_ record: EngineRecord?) -> [(id: ID, json: [UInt8])] {
                guard let record else { return [] }
                return record[keyPath: path].map { entry in
                    var writer = JSONWriter()
                    write(&writer, entry, record.id)
                    return (entry.id, writer.bytes)
                }
            }
            let (before, after) = (texts(earlier), texts(later))
            let known = Dictionary(before.map { ($0.id, $0.json) }, uniquingKeysWith: { first, _ in first })
            let kept = Set(after.map(\.id))
            for (id, json) in before where !kept.contains(id) { add(id, json, nil) }
            for (id, json) in after { add(id, known[id], json) }
        }
        func json(_ record: EngineRecord?) -> [UInt8]? {
            record.map { record in
                var writer = JSONWriter()
                writer.engine(record)
                return writer.bytes
            }
        }
        if let engine = later ?? earlier { add(engine.id, json(earlier), json(later)) }
        compare(\.models) { $0.modelConfig($1, of: $2) }
        compare(\.instructions) { $0.instruction($1, of: $2) }
        compare(\.voices) { $0.brandVoice($1, of: $2) }
        compare(\.scorers) { $0.scorer($1, of: $2) }
        return changes
    }
}
