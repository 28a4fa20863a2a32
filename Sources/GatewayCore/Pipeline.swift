// SPDX-License-Identifier: Apache-2.0

/// A stage of an asynchronous localization, in running order (docs/http-api.md, "Pipeline").
public enum Stage: String, Sendable, CaseIterable {
    case preEdit
    case localization
    case humanEdit
    case postEdit
    case rephrase
    case backTranslation
}

/// What is wanted of an optional stage.
public struct StageChoice: Sendable, Equatable {
    /// Who edits, in the stage `humanEdit`.
    public enum Editor: String, Sendable, CaseIterable {
        case `internal`, external
    }

    /// Whether it is to run.
    public var isEnabled: Bool
    /// Of `humanEdit`; `nil` where nothing is said.
    public var editor: Editor?
    /// How long `humanEdit` waits; `nil` where nothing is said.
    public var timeoutHours: Double?

    /// Makes a choice.
    public init(isEnabled: Bool, editor: Editor? = nil, timeoutHours: Double? = nil) {
        self.isEnabled = isEnabled
        self.editor = editor
        self.timeoutHours = timeoutHours
    }

    /// As clients see it.
    var json: JSONValue {
        var members: [JSONObject.Member] = [.init("enabled", .bool(isEnabled))]
        if let editor { members.append(.init("provider", .string(editor.rawValue))) }
        if let timeoutHours { members.append(.init("timeoutHours", .double(timeoutHours))) }
        return .object(JSONObject(members))
    }
}

/// Which optional stages an engine or a submission wants. A stage left out is as the engine has it, and off when that says nothing
/// either.
public struct PipelineConfig: Sendable, Equatable {
    /// By stage; never the core stage.
    public var choices: [Stage: StageChoice]

    /// The stages that are to run beside the core stage.
    public var enabled: Set<Stage> { Set(choices.filter(\.value.isEnabled).keys) }

    /// A pipeline of the core stage and those of `enabled`.
    public init(enabled: Set<Stage> = []) {
        choices = Dictionary(uniqueKeysWithValues: enabled.map { ($0, StageChoice(isEnabled: true)) })
    }

    /// What a submission wants of an engine that has `defaults`, stage by stage.
    public func over(_ defaults: PipelineConfig) -> PipelineConfig {
        var merged = defaults
        for (stage, choice) in choices { merged.choices[stage] = choice }
        return merged
    }

    /// As clients see it, in running order.
    public var json: JSONValue {
        .object(
            JSONObject(
                Stage.allCases.compactMap { stage in
                    choices[stage].map { .init(stage.rawValue, $0.json) }
                }))
    }

    /// Reads a `pipelineConfig`: an object of stages, each a boolean or an object with `enabled`.
    public init(_ value: JSONValue, field: String) throws(RequestError) {
        guard let object = value.object else {
            throw .invalid(field: field, reason: "must be an object, not \(value.kind)")
        }
        choices = [:]
        for member in object.members {
            let path = "\(field).\(member.name)"
            guard let stage = Stage(rawValue: member.name), stage != .localization else {
                let known = Stage.allCases.filter { $0 != .localization }.map(\.rawValue).joined(
                    separator: ", ")
                throw .invalid(field: path, reason: "is not a stage that can be chosen; these are: \(known)")
            }
            choices[stage] = try Self.choice(member.value, stage: stage, path: path)
        }
    }

    private static func choice(
        _ value: JSONValue, stage: Stage, path: String
    ) throws(RequestError) -> StageChoice {
        if case .bool(let flag) = value { return StageChoice(isEnabled: flag) }
        guard let object = value.object else {
            throw .invalid(field: path, reason: "must be a boolean or an object, not \(value.kind)")
        }
        var choice = StageChoice(isEnabled: false)
        for member in object.members {
            let field = "\(path).\(member.name)"
            switch member.name {
            case "enabled":
                guard case .bool(let enabled) = member.value else {
                    throw .invalid(field: field, reason: "must be a boolean, not \(member.value.kind)")
                }
                choice.isEnabled = enabled
            case "provider" where stage == .humanEdit:
                guard let editor = member.value.string.flatMap(StageChoice.Editor.init) else {
                    throw .invalid(field: field, reason: "must be \"internal\" or \"external\"")
                }
                choice.editor = editor
            case "timeoutHours" where stage == .humanEdit:
                guard case .number(let spelling) = member.value, let hours = Double(spelling),
                    (0.01...720).contains(hours)
                else { throw .invalid(field: field, reason: "must be a number from 0.01 to 720") }
                choice.timeoutHours = hours
            default: break  // unknown members are ignored, as everywhere in requests
            }
        }
        return choice
    }
}

extension BodyReader {
    /// An engine's stages: `earlier` when they are absent, none when they are null.
    func pipeline(earlier: PipelineConfig) throws(RequestError) -> PipelineConfig {
        guard let written = body["pipelineConfig"] else { return earlier }
        return written == .null ? PipelineConfig() : try PipelineConfig(written, field: "pipelineConfig")
    }
}
