// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import Glibc

/// A plugin's library in the process of a check.
struct OpenLibrary {
    let handle: UnsafeMutableRawPointer
    private let entry: @convention(c) (UnsafePointer<dgm_host>?) -> UnsafePointer<dgm_plugin>?

    /// Loads it as the gateway does, and calls nothing but its static constructors.
    init(_ path: String) throws(CheckFault) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            let reason = dlerror().map { String(cString: $0) } ?? "for an unknown reason"
            throw .broken("the library cannot be opened: \(reason)")
        }
        guard let symbol = dlsym(handle, "dragoman_plugin_v1") else {
            throw .broken("the library has no symbol dragoman_plugin_v1")
        }
        self.handle = handle
        entry = unsafeBitCast(
            symbol, to: (@convention(c) (UnsafePointer<dgm_host>?) -> UnsafePointer<dgm_plugin>?).self)
    }

    /// Calls the entry.
    func enter(_ host: UnsafePointer<dgm_host>) -> UnsafePointer<dgm_plugin>? { entry(host) }

    /// Whether the library or one that it says it needs has a symbol.
    func finds(_ symbol: String) -> Bool { dlsym(handle, symbol) != nil }
}
