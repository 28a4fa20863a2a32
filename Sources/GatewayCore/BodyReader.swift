// SPDX-License-Identifier: Apache-2.0

/// Reads the members of a request's body by name; unknown members are nobody's and are ignored.
struct BodyReader {
    let body: JSONObject

    init(_ body: JSONValue) throws(RequestError) {
        guard let object = body.object else {
            throw .invalid(field: "", reason: "the body must be a JSON object, not \(body.kind)")
        }
        self.body = object
    }

    /// A member that is neither absent nor null.
    func value(_ name: String) -> JSONValue? {
        guard let value = body[name], value != .null else { return nil }
        return value
    }

    func string(_ name: String) throws(RequestError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else {
            throw .invalid(field: name, reason: "must be a string, not \(value.kind)")
        }
        return text
    }

    func requiredString(_ name: String) throws(RequestError) -> String {
        guard let text = try string(name) else { throw .invalid(field: name, reason: "is missing") }
        return text
    }

    func strings(_ name: String) throws(RequestError) -> [String]? {
        guard let value = value(name) else { return nil }
        return try Self.strings(value, field: name)
    }

    static func strings(_ value: JSONValue, field: String) throws(RequestError) -> [String] {
        guard let elements = value.array else {
            throw .invalid(field: field, reason: "must be an array of strings, not \(value.kind)")
        }
        var texts: [String] = []
        texts.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let text = element.string else {
                throw .invalid(field: "\(field)[\(index)]", reason: "must be a string, not \(element.kind)")
            }
            texts.append(text)
        }
        return texts
    }

    /// The model that `provider` and `model` name together, each as it was before when it is absent; `nil` without a provider.
    func modelName(earlier: ModelName?) throws(RequestError) -> ModelName? {
        guard let provider = try text("provider", limit: 200) ?? earlier?.provider else { return nil }
        guard !provider.isEmpty, !provider.contains("/") else {
            throw .invalid(
                field: "provider",
                reason: "must be a provider's name, without a slash: the model is a member of its own")
        }
        guard let model = try text("model", limit: 200) ?? earlier?.model, !model.isEmpty else {
            throw .invalid(field: "model", reason: "is missing; \"*\" is any of its models")
        }
        return ModelName(provider: provider, model: model)
    }

    /// How much of something, in `share`.
    func share() throws(RequestError) -> Double? {
        guard let value = value("share") else { return nil }
        guard case .number(let spelling) = value, let share = Double(spelling), (0...1).contains(share) else {
            throw .invalid(field: "share", reason: "must be a number from 0 to 1")
        }
        return share
    }

    /// Refuses a member of another name, where nobody would notice what it does not do.
    func refuseOthers(than names: [String]) throws(RequestError) {
        guard let stray = body.members.first(where: { !names.contains($0.name) }) else { return }
        throw .invalid(
            field: stray.name, reason: "is no member; these are: \(names.joined(separator: ", "))")
    }

    func locale(_ name: String) throws(RequestError) -> LocaleTag? {
        guard let text = try string(name) else { return nil }
        return try Self.locale(text, field: name)
    }

    func requiredLocale(_ name: String) throws(RequestError) -> LocaleTag {
        try Self.locale(try requiredString(name), field: name)
    }

    static func locale(_ text: String, field: String) throws(RequestError) -> LocaleTag {
        do throws(LocaleTag.Malformed) {
            return try LocaleTag(text)
        } catch {
            throw .invalid(
                field: field, reason: "\"\(text.prefix(60))\" is not a BCP 47 locale: \(error.reason)")
        }
    }

    func engine(_ name: String = "engineId") throws(RequestError) -> EngineID? {
        guard let text = try string(name) else { return nil }
        // A name that cannot be an engine's is an engine that does not exist.
        guard let id = EngineID(text) else {
            throw .notFound(entity: EngineID.entity, id: String(text.prefix(100)))
        }
        return id
    }

    /// A caller's content: an object within the limits.
    func content(_ name: String = "data", limits: RequestLimits) throws(RequestError) -> JSONObject {
        guard let value = body[name] else { throw .invalid(field: name, reason: "is missing") }
        guard let object = value.object else {
            throw .invalid(field: name, reason: "must be an object, not \(value.kind)")
        }
        guard Self.depth(of: value) <= limits.depth else {
            throw .invalid(field: name, reason: "is nested deeper than \(limits.depth) levels")
        }
        guard Content.stringCount(in: value) <= limits.leaves else {
            throw .invalid(field: name, reason: "holds more than \(limits.leaves) strings")
        }
        return object
    }

    private static func depth(of value: JSONValue) -> Int {
        switch value {
        case .null, .bool, .number, .string: 0
        case .array(let elements): 1 + (elements.lazy.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.members.lazy.map { depth(of: $0.value) }.max() ?? 0)
        }
    }

    /// `hints`: lists of strings by key.
    func hints() throws(RequestError) -> [String: [String]] {
        guard let value = value("hints") else { return [:] }
        guard let object = value.object else {
            throw .invalid(field: "hints", reason: "must be an object of string arrays, not \(value.kind)")
        }
        var hints: [String: [String]] = [:]
        for member in object.members {
            hints[member.name] = try Self.strings(member.value, field: "hints.\(member.name)")
        }
        return hints
    }

    /// `memory`: what may answer and whether anything is kept.
    func memory() throws(RequestError) -> MemoryOptions {
        try value("memory").map { value throws(RequestError) in try MemoryOptions(value, field: "memory") }
            ?? MemoryOptions()
    }

    func context(limits: RequestLimits) throws(RequestError) -> String {
        let context = try string("context") ?? ""
        guard context.count <= limits.contextCharacters else {
            throw .invalid(
                field: "context", reason: "is longer than \(limits.contextCharacters) characters")
        }
        return context
    }
}
