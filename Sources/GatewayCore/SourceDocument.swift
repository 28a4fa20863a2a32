// SPDX-License-Identifier: Apache-2.0

/// What a group translates: stored once a group, read by each of its jobs.
public struct SourceDocument: Sendable {
    /// The caller's content.
    public var data: JSONObject
    /// Breadcrumbs by key.
    public var hints: [String: [String]]
    /// What the caller said about the document, or empty.
    public var context: String
    /// What stays as it is.
    public var locked: LockedKeys
    /// The optional stages that are wanted.
    public var pipeline: PipelineConfig
    /// What the request said of translation memory.
    public var memory: MemoryOptions

    /// Makes a document.
    public init(
        data: JSONObject, hints: [String: [String]] = [:], context: String = "", locked: LockedKeys = .none,
        pipeline: PipelineConfig = PipelineConfig(), memory: MemoryOptions = MemoryOptions()
    ) {
        self.data = data
        self.hints = hints
        self.context = context
        self.locked = locked
        self.pipeline = pipeline
        self.memory = memory
    }

    /// The content, walked.
    public var content: Content { Content(data, hints: hints, locked: locked) }

    /// The document as JSON text; equal documents give equal bytes.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object {
            $0.name("data")
            $0.value(.object(data))
            if !hints.isEmpty {
                $0.name("hints")
                $0.object {
                    for (key, texts) in hints.sorted(by: { $0.key < $1.key }) {
                        $0.name(key)
                        $0.array { for text in texts { $0.string(text) } }
                    }
                }
            }
            if !context.isEmpty {
                $0.name("context")
                $0.string(context)
            }
            if !locked.isEmpty {
                $0.name("lockedKeys")
                $0.array { for pattern in locked.patterns { $0.string(pattern) } }
            }
            if !pipeline.choices.isEmpty {
                $0.name("pipeline")
                $0.value(pipeline.json)
            }
            if !memory.isDefault {
                $0.name("memory")
                $0.value(memory.json)
            }
        }
        return writer.bytes
    }

    /// Reads what ``bytes`` wrote; `nil` when it is something else.
    public init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes, maximumDepth: 1024), let object = value.object,
            let data = object["data"]?.object
        else { return nil }
        self.init(data: data)
        for member in object["hints"]?.object?.members ?? [] {
            hints[member.name] = member.value.array?.compactMap(\.string)
        }
        context = object["context"]?.string ?? ""
        if let patterns = object["lockedKeys"]?.array?.compactMap(\.string) {
            guard let locked = try? LockedKeys(patterns) else { return nil }
            self.locked = locked
        }
        if let value = object["memory"] {
            guard let options = try? MemoryOptions(value, field: "memory") else { return nil }
            memory = options
        }
        if let value = object["pipeline"] {
            guard let wanted = try? PipelineConfig(value, field: "pipeline") else { return nil }
            pipeline = wanted
        } else if let stages = object["stages"]?.array {
            // As it was written before stages could be turned off.
            pipeline = PipelineConfig(enabled: Set(stages.compactMap { $0.string.flatMap(Stage.init) }))
        }
    }
}
