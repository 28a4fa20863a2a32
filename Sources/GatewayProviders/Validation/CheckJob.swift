// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What the process of one check is told.
struct CheckJob: Sendable {
    /// The check's name; empty: to tell the facts of all providers.
    var check = ""
    /// The plugin's folder.
    var folder = ""
    /// The provider the check looks at, as far as it looks at one.
    var provider = ProviderFacts()
    /// What the author gave for the settings; the schema's defaults are filled in.
    var settings = JSONObject()
    /// Where the texts of chance begin.
    var seed: UInt64 = 0
    /// The body of an answer of the provider's service, as the author keeps it; empty: there is none.
    var answer = ""
    /// A pair and a model that the author asks for, in the place of a listed one.
    var source = ""
    var target = ""
    var model = ""

    var json: JSONValue {
        [
            "check": .string(check), "folder": .string(folder), "provider": provider.json,
            "settings": .object(settings), "seed": .string(String(seed)), "answer": .string(answer),
            "source": .string(source), "target": .string(target), "model": .string(model),
        ]
    }

    init() {}

    init(_ json: JSONValue) {
        let object = json.object ?? JSONObject()
        check = object["check"]?.string ?? ""
        folder = object["folder"]?.string ?? ""
        provider = ProviderFacts(object["provider"] ?? .null)
        settings = object["settings"]?.object ?? JSONObject()
        seed = UInt64(object["seed"]?.string ?? "") ?? 0
        answer = object["answer"]?.string ?? ""
        source = object["source"]?.string ?? ""
        target = object["target"]?.string ?? ""
        model = object["model"]?.string ?? ""
    }
}
