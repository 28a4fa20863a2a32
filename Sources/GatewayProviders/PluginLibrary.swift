// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import GatewayCrypto
import Glibc

/// Opening a plugin's library: once in a process, never closed.
enum PluginLibrary {
    /// What the plugin's entry gave, by the library's path.
    private static let opened = Locked<[String: Opened]>([:])

    private struct Opened: @unchecked Sendable {
        // Sendable: a descriptor is constant and lives as long as the process.
        let plugin: UnsafePointer<dgm_plugin>?
    }

    /// The provider classes of a plugin, checked against its manifest.
    static func open(_ manifest: Manifest) throws(PluginFault) -> [ProviderClass] {
        if let digest = manifest.sha256, try hexadecimal(sha256(contents(of: manifest.library))) != digest {
            throw PluginFault(reason: "the library is not the one of the manifest's sha256")
        }
        let size = MemoryLayout<dgm_plugin>.size
        let pointer = try entry(manifest)
        // The versions are read before the rest: another major may have another rest.
        guard let head = CStruct.copy(pointer, into: dgm_plugin(), atLeast: 16) else {
            throw PluginFault(reason: "the plugin cannot work with this host")
        }
        guard head.abi_major == UInt32(DGM_ABI_MAJOR) else {
            throw PluginFault(
                reason: "it was built for ABI \(head.abi_major), this host has \(DGM_ABI_MAJOR)")
        }
        guard let plugin = CStruct.copy(pointer, into: dgm_plugin(), atLeast: size) else {
            throw PluginFault(reason: "the plugin's struct_size is below \(size)")
        }
        guard CStruct.string(plugin.id) == manifest.id else {
            throw PluginFault(reason: "its id is not the manifest's \"\(manifest.id)\"")
        }
        guard CStruct.string(plugin.version) == manifest.version else {
            throw PluginFault(reason: "its version is not the manifest's \"\(manifest.version)\"")
        }
        return try classes(plugin, manifest)
    }

    private static func classes(_ plugin: dgm_plugin, _ manifest: Manifest) throws(PluginFault)
        -> [ProviderClass]
    {
        guard (1...256).contains(plugin.provider_count), let providers = plugin.providers else {
            throw PluginFault(reason: "it brings no providers, or a list that is null or too long")
        }
        var classes: [ProviderClass] = []
        for index in 0..<plugin.provider_count {
            let value = try ProviderClass(providers[index], plugin: manifest.id)
            guard !classes.contains(where: { $0.id == value.id }) else {
                throw PluginFault(reason: "it brings \(value.id) twice")
            }
            guard let listed = manifest.providers.first(where: { $0.id == value.id }) else {
                throw PluginFault(reason: "it brings \(value.id), which is not in the manifest")
            }
            guard listed.revision == value.revision else {
                throw PluginFault(reason: "the revision of \(value.id) is not the manifest's")
            }
            classes.append(value)
        }
        if let missing = manifest.providers.first(where: { listed in !classes.contains { $0.id == listed.id }
        }) {
            throw PluginFault(reason: "it does not bring \(missing.id), which is in the manifest")
        }
        return classes
    }

    private static func entry(_ manifest: Manifest) throws(PluginFault) -> UnsafePointer<dgm_plugin>? {
        try opened.withLock { opened throws(PluginFault) in
            if let entry = opened[manifest.library] { return entry.plugin }
            guard let library = dlopen(manifest.library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
                throw PluginFault(reason: "the library cannot be opened: \(Self.lastError)")
            }
            guard let symbol = dlsym(library, "dragoman_plugin_v1") else {
                throw PluginFault(reason: "the library has no symbol dragoman_plugin_v1")
            }
            let function = unsafeBitCast(
                symbol, to: (@convention(c) (UnsafePointer<dgm_host>?) -> UnsafePointer<dgm_plugin>?).self)
            let plugin = function(Host.table)
            opened[manifest.library] = Opened(plugin: plugin)
            return plugin
        }
    }

    private static var lastError: String {
        dlerror().map { CStruct.readable($0, strlen($0), limit: 500) } ?? "for an unknown reason"
    }

    private static func contents(of path: String) throws(PluginFault) -> [UInt8] {
        do throws(FileFault) {
            return try File.contents(of: path, limit: 1 << 30)
        } catch {
            throw PluginFault(reason: "the library cannot be read: \(error.reason)")
        }
    }
}
