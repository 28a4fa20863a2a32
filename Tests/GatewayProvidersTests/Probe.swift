// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayProviders
import Glibc
import Logging
import Testing

/// A plugin of the folder Plugins, in a folder of its own: every probe is a library of its own to the loader, so that
/// tests share no state.
struct Probe {
    let folder: String
    let library: String
    let provider: String

    /// Compiles, once, and copies a plugin.
    ///
    /// - Parameter manifest: changes the manifest before it is written.
    init(_ name: String, manifest change: (inout JSONObject) -> Void = { _ in }) throws {
        let built = try Self.builtFolder.get()
        provider = name.replacing("_", with: "-")
        folder = try Self.makeFolder(in: built)
        library = folder + "/lib.so"
        try write(try read("\(built)/\(name).so"), to: library)
        var object = Self.manifest(id: "test." + provider, provider: provider)
        change(&object)
        try write(JSONValue.object(object).bytes, to: folder + "/plugin.json")
    }

    /// Copies a plugin that was built with an earlier version of the interface, and is never built again.
    init(released name: String, provider: String) throws {
        self.provider = provider
        folder = try Self.makeFolder(in: try Self.builtFolder.get())
        library = folder + "/lib.so"
        let source = "\(Self.repository)/Tests/GatewayProvidersTests/Plugins/released/\(name).so"
        try write(try read(source), to: library)
        let object = Self.manifest(id: "test." + provider, provider: provider)
        try write(JSONValue.object(object).bytes, to: folder + "/plugin.json")
    }

    private static func manifest(id: String, provider: String) -> JSONObject {
        JSONObject([
            .init("id", .string(id)), .init("version", "1.0.0"), .init("abi", ["major": 1, "minor": 0]),
            .init("licence", "Apache-2.0"), .init("library", "lib.so"),
            .init("providers", [["id": .string(provider), "revision": "1"]]), .init("network", "host"),
            .init("hosts", []), .init("data", []),
        ])
    }

    /// Loads it as the only plugin.
    func load(
        settings: JSONObject = JSONObject(), instances: Int? = nil, secrets: [String: SecretSource] = [:],
        limits: ProviderLimits = ProviderLimits(), logger: Logger = .silent, outbound: (any Outbound)? = nil,
        text: TextServices? = nil,
        isolation: ProvidersConfiguration.Isolation? = ProvidersConfiguration.Isolation.none,
        memory: Int? = nil, dataDirectory: String? = nil
    ) async -> LoadedProviders {
        await loadPlugins(
            ProvidersConfiguration(
                directories: [folder],
                instances: [
                    .init(
                        name: "probe", provider: provider, settings: settings, instances: instances,
                        secrets: secrets, isolation: isolation, memory: memory)
                ],
                dataDirectory: dataDirectory, limits: limits, logger: logger, outbound: outbound, text: text,
                program: Self.program))
    }

    /// The program, built beside the tests: what a plugin's process runs.
    static let program: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/dragoman"
    }()

    /// Calls a function of the plugin that the host knows nothing of, on a thread where it may wait.
    @discardableResult
    func call(_ symbol: String) async throws -> Int32 {
        let library = try #require(dlopen(library, RTLD_NOW | RTLD_NOLOAD))
        let address = UInt(bitPattern: dlsym(library, symbol))
        try #require(address != 0, "no symbol \(symbol)")
        return await onThread {
            let function = unsafeBitCast(address, to: (@convention(c) () -> Int32).self)
            return function()
        }
    }

    // MARK: Compiling

    static let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    static let headers = repository + "/Sources/CProviderABI/include"

    private static let builtFolder: Result<String, any Error> = Result {
        let built = try makeFolder(in: "/tmp")
        removeAtExit(built)
        let sources = repository + "/Tests/GatewayProvidersTests/Plugins"
        for name in try names(in: sources) where name.hasSuffix(".c") {
            let name = name.dropLast(2)
            try ChildProcess.run([
                "cc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
                "-pthread",
                "-fvisibility=hidden", "-I", headers, "-DPROBE_NAME=\"\(name.replacing("_", with: "-"))\"",
                "-o",
                "\(built)/\(name).so", "\(sources)/\(name).c",
            ])
        }
        return built
    }

    static func makeFolder(in parent: String) throws -> String {
        var template = Array("\(parent)/dragoman-probes-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure("no folder in \(parent)") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else { throw Failure("no folder \(folder)") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }
}

/// Why something around a test did not work.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Folders to be removed when the process ends.
private let toRemove = Locked<[String]>([])

func removeAtExit(_ folder: String) {
    toRemove.withLock { $0.append(folder) }
    atexit { for folder in toRemove.withLock({ $0 }) { try? ChildProcess.run(["rm", "-rf", folder]) } }
}

func read(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure("no file \(path)") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = Glibc.read(file, &block, block.count), count > 0 { bytes += block[..<count] }
    return bytes
}

func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure("cannot write \(path)") }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw Failure("cannot write \(path)") }
}

/// Lets other tasks run until something has come about.
func until(_ isSo: () -> Bool) async {
    while !isSo() { await Task.yield() }
}
