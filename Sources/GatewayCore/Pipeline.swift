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

/// Which optional stages a submission wants. A stage left out is off.
public struct PipelineConfig: Sendable, Equatable {
    /// The stages that were asked for.
    public var enabled: Set<Stage>

    /// A pipeline of the core stage and those of `enabled`.
    public init(enabled: Set<Stage> = []) { self.enabled = enabled }

    /// Reads the `pipelineConfig` of a request: an object of stages, each a boolean or an object with `enabled`.
    init(_ value: JSONValue, field: String) throws(RequestError) {
        guard let object = value.object else {
            throw .invalid(field: field, reason: "must be an object, not \(value.kind)")
        }
        var enabled: Set<Stage> = []
        for member in object.members {
            let path = "\(field).\(member.name)"
            guard let stage = Stage(rawValue: member.name), stage != .localization else {
                let known = Stage.allCases.filter { $0 != .localization }.map(\.rawValue).joined(
                    separator: ", ")
                throw .invalid(field: path, reason: "is not a stage that can be chosen; these are: \(known)")
            }
            if try Self.isEnabled(member.value, stage: stage, path: path) { enabled.insert(stage) }
        }
        self.enabled = enabled
    }

    private static func isEnabled(
        _ value: JSONValue, stage: Stage, path: String
    ) throws(RequestError) -> Bool {
        if case .bool(let flag) = value { return flag }
        guard let object = value.object else {
            throw .invalid(field: path, reason: "must be a boolean or an object, not \(value.kind)")
        }
        var flag = false
        for member in object.members {
            let field = "\(path).\(member.name)"
            switch member.name {
            case "enabled":
                guard case .bool(let enabled) = member.value else {
                    throw .invalid(field: field, reason: "must be a boolean, not \(member.value.kind)")
                }
                flag = enabled
            case "provider" where stage == .humanEdit:
                guard let text = member.value.string, ["internal", "external"].contains(text) else {
                    throw .invalid(field: field, reason: "must be \"internal\" or \"external\"")
                }
            case "timeoutHours" where stage == .humanEdit:
                guard case .number(let spelling) = member.value, let hours = Double(spelling),
                    (0.01...720).contains(hours)
                else { throw .invalid(field: field, reason: "must be a number from 0.01 to 720") }
            default: break  // unknown members are ignored, as everywhere in requests
            }
        }
        return flag
    }
}
