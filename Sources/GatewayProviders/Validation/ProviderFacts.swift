// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a provider says of itself, as far as it decides which checks there are and what they ask for.
struct ProviderFacts: Sendable {
    var id = ""
    var translates = false
    var generates = false
    var recognizes = false
    var listsPairs = false
    var warmsUp = false
    var cancels = false
    var isBlocking = false
    var maximumInstances = 0
    /// What calls ask for: a pair that the provider listed, or one that was named, or English to Spanish.
    var source = "en"
    var target = "es"
    var model = ""
    /// Whether it takes any pair with that model, so that there is no unknown one.
    var takesAnyPair = false
    /// Whether a simple call asked the host for an exchange.
    var usesHTTP = false
    /// Whether the manifest lets it reach the network by the host.
    var mayUseHTTP = false

    init() {}

    init(_ providerClass: ProviderClass, _ manifest: Manifest) {
        id = providerClass.id
        translates = providerClass.translate != nil
        generates = providerClass.generate != nil
        recognizes = providerClass.recognize != nil
        listsPairs = providerClass.listPairs != nil
        warmsUp = providerClass.warmUp != nil
        cancels = (providerClass.generate?.cancel ?? providerClass.translate?.cancel) != nil
        isBlocking = providerClass.isBlocking
        maximumInstances = providerClass.maximumInstances
        mayUseHTTP = manifest.network == .host
    }

    /// Whether calls of `translate/1` go to it: with both, `generate/1` counts.
    var onlyTranslates: Bool { translates && !generates }
    /// Whether it can be asked for a text at all.
    var answers: Bool { translates || generates }

    var json: JSONValue {
        [
            "id": .string(id), "translates": .bool(translates), "generates": .bool(generates),
            "recognizes": .bool(recognizes), "listsPairs": .bool(listsPairs), "warmsUp": .bool(warmsUp),
            "cancels": .bool(cancels), "isBlocking": .bool(isBlocking),
            "maximumInstances": .number(String(maximumInstances)), "source": .string(source),
            "target": .string(target), "model": .string(model), "takesAnyPair": .bool(takesAnyPair),
            "usesHTTP": .bool(usesHTTP), "mayUseHTTP": .bool(mayUseHTTP),
        ]
    }

    init(_ json: JSONValue) {
        let object = json.object ?? JSONObject()
        func flag(_ name: String) -> Bool { object[name] == .bool(true) }
        func text(_ name: String) -> String { object[name]?.string ?? "" }
        id = text("id")
        (translates, generates, recognizes) = (flag("translates"), flag("generates"), flag("recognizes"))
        (listsPairs, warmsUp, cancels) = (flag("listsPairs"), flag("warmsUp"), flag("cancels"))
        isBlocking = flag("isBlocking")
        if case .number(let spelling)? = object["maximumInstances"] { maximumInstances = Int(spelling) ?? 0 }
        (source, target, model) = (text("source"), text("target"), text("model"))
        (takesAnyPair, usesHTTP, mayUseHTTP) = (flag("takesAnyPair"), flag("usesHTTP"), flag("mayUseHTTP"))
    }
}
