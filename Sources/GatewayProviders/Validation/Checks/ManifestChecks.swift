// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import GatewayCrypto

extension PluginCheck {
    /// What can be said before anything is opened.
    static let ofManifest: [PluginCheck] = [
        PluginCheck(
            "manifest-valid", "plugin.json has every field, each of its kind, and names a library beside it"
        ) {
            run throws(CheckFault) in
            _ = try run.manifest()
        },
        PluginCheck("manifest-quick", "a plugin is listed within 100 ms, by its manifest alone") {
            run throws(CheckFault) in
            var best = Int64.max
            for _ in 0..<3 {
                let begin = monotonicNanoseconds()
                _ = try? Manifest(folder: run.job.folder)
                best = min(best, monotonicNanoseconds() - begin)
            }
            if best > 100_000_000 { throw .broken("it took \(best / 1_000_000) ms") }
        },
        PluginCheck("manifest-licence", "licence is an SPDX expression") { run throws(CheckFault) in
            let licence = try run.manifest().licence
            let words = licence.split { " ()".contains($0) }
            let isGood =
                !words.isEmpty
                && words.allSatisfy { word in
                    word.allSatisfy {
                        $0.isASCII && ($0.isLetter || $0.isNumber || "-.+:".contains($0))
                    }
                }
                && (words.count == 1 || words.contains { ["AND", "OR", "WITH"].contains(String($0)) })
            if !isGood { throw .broken("\"\(licence)\" is none; several are joined by AND, OR or WITH") }
        },
        PluginCheck("manifest-digest", "sha256, when it is given, is that of the library") {
            run throws(CheckFault) in
            let manifest = try run.manifest()
            guard let digest = manifest.sha256 else { return }
            let found = hexadecimal(sha256(try library(of: manifest)))
            if found != digest { throw .broken("the library has \(found)") }
        },
        PluginCheck("manifest-settings", "each setting has a kind, so that one of a wrong kind is refused") {
            run throws(CheckFault) in
            let samples: [JSONValue] = ["x", 1, true, nil, [], [:]]
            for provider in try run.manifest().providers {
                for name in provider.settings.propertyNames {
                    let isChecked = samples.contains { sample in
                        let settings = JSONObject([JSONObject.Member(name, sample)])
                        return provider.settings.apply(to: settings).faults.contains {
                            $0.hasPrefix("settings.\(name) ")
                        }
                    }
                    if !isChecked { throw .broken("\(provider.id): anything is taken for \(name)") }
                }
            }
        },
        PluginCheck("manifest-settings-closed", "a setting that nobody knows is refused") {
            run throws(CheckFault) in
            let unknown = JSONObject([JSONObject.Member("no_such_setting", 1)])
            for provider in try run.manifest().providers
            where !provider.settings.apply(to: unknown).faults.contains(where: {
                $0.contains("no_such_setting")
            }) {
                throw .broken("\(provider.id) takes no_such_setting; set additionalProperties to false")
            }
        },
    ]

    private static func library(of manifest: Manifest) throws(CheckFault) -> [UInt8] {
        do throws(FileFault) {
            return try File.contents(of: manifest.library, limit: 1 << 30)
        } catch {
            throw .broken("the library cannot be read: \(error.reason)")
        }
    }

    /// What loading alone does.
    static let ofLibrary: [PluginCheck] = [
        PluginCheck("library-opens", "the library loads with RTLD_NOW and RTLD_LOCAL and has the entry") {
            run throws(CheckFault) in
            _ = try run.open()
        },
        PluginCheck("library-exports-entry", "the library exports dragoman_plugin_v1 and nothing else") {
            run throws(CheckFault) in
            guard let symbols = ELFSymbols(try library(of: try run.manifest())) else {
                throw .skipped("the library is not 64-bit little-endian ELF")
            }
            let others = symbols.exported.filter { $0 != "dragoman_plugin_v1" }
            guard let first = others.first else { return }
            throw .broken("it exports \(first)" + (others.count > 1 ? " and \(others.count - 1) more" : ""))
        },
        PluginCheck("library-complete", "the library names every other library that it needs") {
            run throws(CheckFault) in
            guard let symbols = ELFSymbols(try library(of: try run.manifest())) else {
                throw .skipped("the library is not 64-bit little-endian ELF")
            }
            let opened = try run.open()
            if let missing = symbols.needed.first(where: { !opened.finds($0) }) {
                throw .broken("\(missing) is in no library that it is linked with")
            }
        },
        PluginCheck("library-idle", "loading it starts no thread, opens no file, writes nothing and is quick")
        {
            run throws(CheckFault) in
            let (threads, files, state) = (
                ProcessState.threads, ProcessState.descriptors.count, ProcessState.current
            )
            let begin = monotonicNanoseconds()
            _ = try run.open()
            let time = (monotonicNanoseconds() - begin) / 1_000_000
            if ProcessState.threads > threads { throw .broken("loading it started a thread") }
            if ProcessState.descriptors.count > files { throw .broken("loading it left a file open") }
            if ProcessState.current != state { throw .broken("loading it changed the process") }
            if let text = run.output?.text(), !text.isEmpty { throw .broken("loading it wrote \"\(text)\"") }
            if time > 3_000 { throw .broken("loading it took \(time) ms") }
        },
    ]

    /// What the entry gives.
    static let ofEntry: [PluginCheck] = [
        PluginCheck(
            "entry-describes-plugin",
            "the entry gives a plugin of this ABI with the manifest's id and version"
        ) {
            run throws(CheckFault) in
            let (plugin, manifest) = (try run.plugin(), try run.manifest())
            guard plugin.abi_major == UInt32(DGM_ABI_MAJOR) else {
                throw .broken("abi_major is \(plugin.abi_major), not \(DGM_ABI_MAJOR)")
            }
            guard CStruct.string(plugin.id) == manifest.id else {
                throw .broken("id is \"\(CStruct.readable(plugin.id))\", the manifest's \"\(manifest.id)\"")
            }
            guard CStruct.string(plugin.version) == manifest.version else {
                throw .broken(
                    "version is \"\(CStruct.readable(plugin.version))\", the manifest's \"\(manifest.version)\""
                )
            }
        },
        PluginCheck(
            "entry-brings-providers", "the plugin brings just the manifest's providers, with its revisions"
        ) {
            run throws(CheckFault) in
            let (classes, manifest) = (try run.classes(), try run.manifest())
            let (brought, listed) = (classes.map(\.id), manifest.providers.map(\.id))
            guard brought.sorted() == listed.sorted() else {
                throw .broken("it brings \(brought.orNone), the manifest lists \(listed.orNone)")
            }
            for value in classes {
                let revision = manifest.providers.first { $0.id == value.id }?.revision ?? ""
                if revision != value.revision {
                    throw .broken(
                        "the revision of \(value.id) is \"\(value.revision)\", in the manifest \"\(revision)\""
                    )
                }
            }
        },
        PluginCheck("entry-same-twice", "the entry gives the same answer every time") {
            run throws(CheckFault) in
            let (library, host) = (try run.open(), CheckHost.table(.full))
            let first = library.enter(host)
            if first == nil { _ = try run.plugin() }
            if library.enter(host) != first { throw .broken("a second call gave another pointer") }
        },
        PluginCheck(
            "entry-refuses-other-major", "the entry refuses a host of another major version with null"
        ) {
            run throws(CheckFault) in
            if try run.open().enter(CheckHost.table(.otherMajor)) != nil {
                throw .broken("it takes a host of ABI \(DGM_ABI_MAJOR + 1)")
            }
        },
        PluginCheck(
            "entry-survives-bare-host",
            "a host without extensions is worked with, or refused with null or a reason"
        ) {
            run throws(CheckFault) in
            guard try run.open().enter(CheckHost.table(.bare)) != nil else { return }
            for value in try run.classes(.bare) {
                let run = CheckRun(run.job.of(value.id))
                let instance: CheckedInstance
                do throws(CheckFault) {
                    instance = try run.instance(of: value)
                } catch {
                    guard error == .broken("create gave null: the plugin gave no reason") else { continue }
                    throw .broken("create of \(value.id) gave null and no reason")
                }
                if value.translate != nil || value.generate != nil {
                    _ = try run.wait(run.ask(in: instance))
                }
                instance.destroy()
            }
        },
        PluginCheck(
            "entry-takes-newer-host", "a host of a later minor version, with longer structs, is worked with"
        ) {
            run throws(CheckFault) in
            for value in try run.classes(.newer) {
                let run = CheckRun(run.job.of(value.id))
                let instance = try run.instance(of: value)
                if value.translate != nil {
                    let text = TokenSample.pairs
                    let ticket = try run.begin(
                        run.batch([text.text], spans: [text.spans]), in: instance, newer: true)
                    _ = try run.wait(ticket)
                }
                instance.destroy()
            }
        },
    ]
}

extension CheckJob {
    /// The same for another provider, of which nothing is known.
    fileprivate func of(_ provider: String) -> CheckJob {
        guard self.provider.id != provider else { return self }
        var job = self
        job.provider = ProviderFacts()
        job.provider.id = provider
        return job
    }
}

extension Array where Element == String {
    fileprivate var orNone: String { isEmpty ? "none" : joined(separator: ", ") }
}
