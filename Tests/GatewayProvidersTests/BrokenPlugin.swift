// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Glibc

@testable import GatewayProviders

/// A plugin of the folder Plugins/broken, laid out as a plugin is: each breaks the one promise that it is named after.
struct BrokenPlugin {
    let folder: String
    let provider: String

    /// The names of all of them, as checks are called.
    static let names: [String] = {
        let files = (try? Probe.names(in: sources)) ?? []
        return files.filter { $0.hasSuffix(".c") }
            .map { String($0.dropLast(2)).replacing("_", with: "-") }.sorted()
    }()

    private static let sources = Probe.repository + "/Tests/GatewayProvidersTests/Plugins/broken"

    /// Four at once, and on threads of their own: they take compilers and processes, and other tests wait beside them.
    private static let lanes = WorkerThreads(count: 4)

    /// Makes the plugin and runs the checks whose name has `filter` in it.
    static func validate(
        _ name: String, _ filter: String,
        manifest change: @escaping @Sendable (inout JSONObject) -> Void = { _ in }
    ) async throws -> ValidationReport {
        try await withCheckedThrowingContinuation { continuation in
            lanes.add {
                continuation.resume(
                    with: Result { try BrokenPlugin(name, manifest: change).validate(filter) })
            }
        }
    }

    private init(_ name: String, manifest change: (inout JSONObject) -> Void) throws {
        provider = name
        folder = try Probe.makeFolder(in: "/tmp")
        removeAtExit(folder)
        try ChildProcess.run([
            "cc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
            "-pthread",
            "-fvisibility=hidden", "-I", Probe.headers, "-DPROBE_NAME=\"\(name)\"", "-o", folder + "/lib.so",
            "\(Self.sources)/\(name.replacing("-", with: "_")).c",
        ])
        var object = JSONObject([
            .init("id", .string("test." + name)), .init("version", "1.0.0"),
            .init("abi", ["major": 1, "minor": 0]), .init("licence", "Apache-2.0"),
            .init("library", "lib.so"),
            .init(
                "providers",
                [
                    [
                        "id": .string(name), "revision": "1", "secrets": ["api_key"],
                        "settings": ["type": "object", "additionalProperties": false],
                    ]
                ]),
            .init("network", "host"), .init("hosts", ["api.example.com"]),
        ])
        change(&object)
        try write(JSONValue.object(object).bytes, to: folder + "/plugin.json")
    }

    private func validate(_ filter: String) -> ValidationReport {
        var validation = PluginValidation(folder: folder, program: [Probe.program, "plugin", "check-one"])
        validation.filter = filter
        validation.answer = "*yes"
        validation.parallel = 1
        return validation.run()
    }

}
