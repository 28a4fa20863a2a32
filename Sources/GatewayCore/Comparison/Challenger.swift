// SPDX-License-Identifier: Apache-2.0

/// A model that translates a share of an engine's traffic once more, off the record, to be compared with the models that serve it
/// (docs/http-api.md, "Shadow runs").
public struct Challenger: Sendable, Equatable {
    /// The model.
    public var name: ModelName
    /// Of the translations how many it makes too: above 0, up to 1.
    public var share: Double
    /// What its calls may cost in a day (UTC), in US dollars; with 0 it makes only what costs nothing.
    public var dailyBudget: Double

    /// Makes a challenger.
    public init(name: ModelName, share: Double, dailyBudget: Double) {
        self.name = name
        self.share = share
        self.dailyBudget = dailyBudget
    }

    /// As clients see it.
    public var json: JSONValue {
        [
            "provider": .string(name.provider), "model": .string(name.model),
            "share": .double(share), "dailyBudget": .double(dailyBudget),
        ]
    }

    /// Checks what a client or the database says of one.
    public init(_ json: JSONValue) throws(RequestError) {
        let reader = try BodyReader(json)
        try reader.refuseOthers(than: ["provider", "model", "share", "dailyBudget"])
        guard let name = try reader.modelName(earlier: nil) else {
            throw .invalid(field: "provider", reason: "is missing")
        }
        guard let share = try reader.share() else {
            throw .invalid(
                field: "share", reason: "is missing: which part of the traffic is it to translate?")
        }
        guard share > 0 else { throw .invalid(field: "share", reason: "must be above 0, up to 1") }
        guard let written = reader.value("dailyBudget") else {
            throw .invalid(
                field: "dailyBudget",
                reason: "is missing: US dollars that it may cost in a day, 0 for a model that costs nothing")
        }
        guard case .number(let spelling) = written, let budget = Double(spelling), (0...1e6).contains(budget)
        else {
            throw .invalid(
                field: "dailyBudget", reason: "must be a number of US dollars from 0 to 1000000")
        }
        self.init(name: name, share: share, dailyBudget: budget)
    }
}

extension BodyReader {
    /// An engine's challenger: `earlier` when it is absent, none when it is null.
    func challenger(earlier: Challenger?) throws(RequestError) -> Challenger? {
        guard let written = body["challenger"] else { return earlier }
        if written == .null { return nil }
        return try RequestError.within("challenger") { () throws(RequestError) in try Challenger(written) }
    }
}
