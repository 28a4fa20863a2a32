// SPDX-License-Identifier: Apache-2.0

/// A plugin to begin with, in one of the languages there are templates for.
enum PluginTemplate: String, CaseIterable {
    case c, cpp, swift, rust

    /// The language as people call it.
    var language: String {
        switch self {
        case .c: "C"
        case .cpp: "C++"
        case .swift: "Swift"
        case .rust: "Rust"
        }
    }

    /// The files of a plugin of that name, by their paths in its folder.
    func files(name: String) -> [(path: String, text: String)] {
        templates.map { path, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            // The header is handed on as it is; the digest is for make to fill in.
            guard !path.hasSuffix(".h") || path.hasSuffix("engine.h") else { return (path, text) }
            return (
                path,
                text.replacing("@ID@", with: "org.example.\(name)").replacing("@NAME@", with: name)
                    .replacing("@LANGUAGE@", with: language)
            )
        }
    }

    private var templates: [(path: String, bytes: [UInt8])] {
        let shared = [
            ("README.md", PackageResources.README_md_template),
            ("plugin.json", PackageResources.plugin_json_template),
        ]
        let header = PackageResources.dragoman_provider_h_template
        switch self {
        case .c:
            return shared + [
                ("dragoman_provider.h", header), ("exports.map", PackageResources.exports_map_template),
                ("Makefile", PackageResources.c_Makefile_template),
                ("engine.h", PackageResources.c_engine_h_template),
                ("engine.c", PackageResources.c_engine_c_template),
                ("plugin.c", PackageResources.c_plugin_c_template),
                ("tests/smoke.c", PackageResources.c_smoke_c_template),
            ]
        case .cpp:
            return shared + [
                ("dragoman_provider.h", header), ("exports.map", PackageResources.exports_map_template),
                ("Makefile", PackageResources.cpp_Makefile_template),
                ("engine.h", PackageResources.cpp_engine_h_template),
                ("engine.cc", PackageResources.cpp_engine_cc_template),
                ("plugin.cc", PackageResources.cpp_plugin_cc_template),
                ("tests/smoke.cc", PackageResources.cpp_smoke_cc_template),
            ]
        case .swift:
            return shared + [
                ("DragomanABI/dragoman_provider.h", header),
                ("DragomanABI/module.modulemap", PackageResources.swift_module_modulemap_template),
                ("exports.map", PackageResources.exports_map_template),
                ("Makefile", PackageResources.swift_Makefile_template),
                ("Engine.swift", PackageResources.swift_Engine_swift_template),
                ("Plugin.swift", PackageResources.swift_Plugin_swift_template),
                ("tests/Smoke.swift", PackageResources.swift_Smoke_swift_template),
            ]
        case .rust:
            return shared + [
                ("dragoman_provider.h", header), ("Makefile", PackageResources.rust_Makefile_template),
                ("src/abi.rs", PackageResources.rust_abi_rs_template),
                ("src/engine.rs", PackageResources.rust_engine_rs_template),
                ("src/plugin.rs", PackageResources.rust_plugin_rs_template),
            ]
        }
    }
}
