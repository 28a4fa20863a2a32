// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

extension Manifest {
    /// Reads the manifest in a folder.
    init(folder: String) throws(Fault) {
        var reader = ManifestReader()
        let object: JSONObject
        do throws(FileFault) {
            let bytes = try File.contents(of: folder + "/plugin.json", limit: 1 << 20)
            object = reader.object(bytes)
        } catch {
            throw Fault(
                id: folder, version: "", licence: "", reasons: ["plugin.json cannot be read: \(error.reason)"]
            )
        }
        let id = reader.text("id", in: object, where: Self.isPluginID, "is not [a-z0-9._-]+")
        version = reader.text("version", in: object)
        licence = reader.text("licence", in: object)
        self.id = id
        reader.checkABI(object["abi"])
        library = reader.library(object, in: folder)
        providers = reader.providers(object["providers"])
        network = reader.network(object["network"])
        wantsProcess = reader.isolation(object["isolation"])
        memory = reader.memory(object["memory"])
        self.folder = folder
        hosts = reader.texts("hosts", in: object)
        data = reader.texts("data", in: object)
        sha256 = reader.digest(object["sha256"])
        guard reader.faults.isEmpty else {
            throw Fault(
                id: id.isEmpty ? folder : id, version: version, licence: licence, reasons: reader.faults)
        }
    }
}

/// Reads the fields of a manifest and collects what is wrong with them.
private struct ManifestReader {
    var faults: [String] = []

    mutating func object(_ bytes: [UInt8]) -> JSONObject {
        do throws(JSONError) {
            if let object = try JSONValue(parsing: bytes).object { return object }
            faults.append("plugin.json is not an object")
        } catch {
            faults.append("plugin.json is not JSON: at byte \(error.offset) \(error.reason)")
        }
        return JSONObject()
    }

    mutating func text(
        _ name: String, in object: JSONObject, path: String = "",
        where isGood: (String) -> Bool = { !$0.isEmpty },
        _ otherwise: String = "is empty"
    ) -> String {
        guard let value = object[name] else {
            faults.append("\(path)\(name) is missing")
            return ""
        }
        guard let text = value.string else {
            faults.append("\(path)\(name) is \(value.kind), not a string")
            return ""
        }
        if !isGood(text) { faults.append("\(path)\(name) \(otherwise)") }
        return text
    }

    mutating func texts(_ name: String, in object: JSONObject, path: String = "") -> [String] {
        guard let value = object[name] else { return [] }
        guard let array = value.array else {
            faults.append("\(path)\(name) is \(value.kind), not an array")
            return []
        }
        return array.enumerated().compactMap { index, value in
            if let text = value.string { return text }
            faults.append("\(path)\(name)[\(index)] is \(value.kind), not a string")
            return nil
        }
    }

    mutating func checkABI(_ value: JSONValue?) {
        guard let abi = value?.object else {
            faults.append(value.map { "abi is \($0.kind), not an object" } ?? "abi is missing")
            return
        }
        for name in ["major", "minor"] {
            guard case .number(let spelling) = abi[name] ?? .null, let number = Int(spelling), number >= 0
            else {
                faults.append("abi.\(name) is not a whole number")
                continue
            }
            if name == "major", number != DGM_ABI_MAJOR {
                faults.append("abi.major is \(number), this host has \(DGM_ABI_MAJOR)")
            }
        }
    }

    mutating func library(_ object: JSONObject, in folder: String) -> String {
        let name = text("library", in: object)
        if name.isEmpty { return "" }
        guard let home = File.truePath(folder), let path = File.truePath(folder + "/" + name) else {
            faults.append("library: there is no \(name)")
            return ""
        }
        // After links have been followed: where it really lies counts.
        guard path.hasPrefix(home + "/"), !name.hasPrefix("/") else {
            faults.append("library lies outside of the plugin's folder")
            return ""
        }
        return path
    }

    mutating func providers(_ value: JSONValue?) -> [Manifest.Provider] {
        guard let array = value?.array, !array.isEmpty else {
            faults.append("providers is not an array of objects")
            return []
        }
        var providers: [Manifest.Provider] = []
        for (index, value) in array.enumerated() {
            let path = "providers[\(index)]"
            guard let object = value.object else {
                faults.append("\(path) is \(value.kind), not an object")
                continue
            }
            let id = text(
                "id", in: object, path: path + ".", where: Manifest.isProviderID, "is not [a-z0-9-]+")
            if providers.contains(where: { $0.id == id }) { faults.append("\(path).id stands twice") }
            let revision = text("revision", in: object, path: path + ".")
            let schema = SettingsSchema(object["settings"] ?? .object(JSONObject()))
            faults += schema.faults.map { "\(path).settings\($0)" }
            let secrets = texts("secrets", in: object, path: path + ".")
            providers.append(
                Manifest.Provider(id: id, revision: revision, settings: schema, secrets: secrets))
        }
        return providers
    }

    mutating func network(_ value: JSONValue?) -> Manifest.Network {
        guard let value else { return .none }
        if let network = value.string.flatMap(Manifest.Network.init) { return network }
        let known = Manifest.Network.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        faults.append("network is none of \(known)")
        return .none
    }

    mutating func isolation(_ value: JSONValue?) -> Bool {
        guard let value else { return false }
        // What runs in the gateway's process is for the operator to say, not for a plugin.
        if value.string != "process" {
            faults.append("isolation is not \"process\", the one thing a plugin can ask for")
        }
        return true
    }

    mutating func memory(_ value: JSONValue?) -> Int? {
        guard let value else { return nil }
        if case .number(let spelling) = value, let number = Int(spelling),
            (64 << 20...1 << 40).contains(number)
        {
            return number
        }
        faults.append("memory is not a whole number of bytes from 67108864 to 1099511627776")
        return nil
    }

    mutating func digest(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        if let text = value.string?.lowercased(), text.utf8.count == 64,
            text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        {
            return text
        }
        faults.append("sha256 is not 64 hexadecimal digits")
        return nil
    }
}
