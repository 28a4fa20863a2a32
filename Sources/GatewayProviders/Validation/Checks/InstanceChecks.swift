// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Glibc

extension PluginCheck {
    /// What a provider says that it can do.
    static let ofExtensions: [PluginCheck] = [
        PluginCheck(
            "class-descriptor", "the provider's class has its functions and limits that make sense", of: .each
        ) {
            run throws(CheckFault) in
            let value = try run.rawClass()
            if value.max_instances < 0 { throw .broken("max_instances is \(value.max_instances)") }
            if value.max_open_tickets < 0 { throw .broken("max_open_tickets is \(value.max_open_tickets)") }
            if value.blocking != 0, value.blocking != 1 { throw .broken("blocking is \(value.blocking)") }
            if value.revision.length == 0 { throw .broken("revision is empty") }
        },
        PluginCheck("extension-useful", "the provider has translate/1, generate/1 or recognize/1", of: .each)
        {
            run throws(CheckFault) in
            let value = try run.providerClass()
            if value.translate == nil, value.generate == nil, value.recognize == nil {
                throw .broken("it has none of them")
            }
        },
        PluginCheck(
            "extension-tables", "each table says what it wants with values that the header knows", of: .each
        ) {
            run throws(CheckFault) in
            _ = try run.providerClass()
            guard
                let table = try Extensions(run).table("translate/1")?.assumingMemoryBound(
                    to: dgm_translate.self)
            else { return }
            let size = MemoryLayout<dgm_translate>.offset(of: \.cancel) ?? 0
            guard let value = CStruct.copy(table, into: dgm_translate(), atLeast: size) else {
                throw .broken("the struct_size of translate/1 is below \(size)")
            }
            if !(0...1).contains(value.granularity) { throw .broken("granularity is \(value.granularity)") }
            if !(0...1).contains(value.terms) { throw .broken("terms is \(value.terms)") }
            for (name, limit) in [("max_segments", value.max_segments), ("max_bytes", value.max_bytes)]
            where limit < 0 || limit > 1 << 40 { throw .broken("\(name) is \(UInt(bitPattern: limit))") }
        },
        PluginCheck("extension-unknown", "an extension that the provider does not have is null", of: .each) {
            run throws(CheckFault) in
            let extensions = try Extensions(run)
            for name in ["translate/2", "generate/99", "no-such-thing/1", "log/1", "/", "1"]
            where extensions.table(name) != nil { throw .broken("it gives something for \"\(name)\"") }
        },
        PluginCheck(
            "extension-exact-name", "names count whole, with their length and letter by letter", of: .each
        ) {
            run throws(CheckFault) in
            let extensions = try Extensions(run)
            if extensions.table(nil, 0) != nil { throw .broken("it gives something for an empty name") }
            for name in ["translate/1", "generate/1", "pairs/1", "recognize/1", "warmup/1"] {
                let others = [
                    name + "x", name + " ", name + "\0", " " + name, name.uppercased(),
                    String(name.dropLast()), String(name.dropLast(2)), String(name.prefix(1)),
                    name + String(repeating: "1", count: 300),
                ]
                for other in others where extensions.table(other) != nil {
                    let shown = other.prefix(40).replacing("\0", with: "\\0")
                    throw .broken("it gives something for \"\(shown)\"")
                }
            }
        },
        PluginCheck(
            "extension-same-pointer", "an extension is the same pointer every time, from any thread",
            of: .each
        ) {
            run throws(CheckFault) in
            let extensions = try Extensions(run)
            for name in ["translate/1", "generate/1", "pairs/1", "recognize/1", "warmup/1", "none/1"] {
                let first = UInt(bitPattern: extensions.table(name))
                let different = Parallel.run(4) { _ in
                    (0..<200).contains { _ in UInt(bitPattern: extensions.table(name)) != first } ? 1 : 0
                }
                if different.contains(1) { throw .broken("\(name) is another pointer the next time") }
            }
        },
    ]

    /// Making instances and ending them.
    static let ofInstances: [PluginCheck] = [
        PluginCheck(
            "create-with-defaults", "an instance is made from the schema's defaults and the settings given",
            of: .each
        ) {
            run throws(CheckFault) in
            try run.instance().destroy()
        },
        PluginCheck(
            "create-survives-bad-settings",
            "settings that make no sense give null with a reason, not a crash", of: .each
        ) {
            run throws(CheckFault) in
            let value = try run.providerClass()
            for text in ["", "{", "[]", "null", "{\"\u{0}\":", "{}}", String(repeating: "[", count: 50_000)] {
                try expectReason(
                    run, value, settings: Array(text.utf8), for: "settings \"\(text.prefix(12))\"")
            }
            try expectReason(run, value, settings: [0xFF, 0xFE], for: "settings that are not UTF-8")
        },
        PluginCheck(
            "create-survives-data-directory", "a data folder that is empty or not there gives no crash",
            of: .each
        ) {
            run throws(CheckFault) in
            let (value, settings) = (try run.providerClass(), try run.settings())
            for folder in ["", "/nonexistent/dragoman", "/dev/null", "/proc"] {
                try expectReason(
                    run, value, settings: settings, folder: folder, for: "data_directory \"\(folder)\"")
            }
        },
        PluginCheck("create-reason-fits", "a reason stays within its capacity", of: .each) {
            run throws(CheckFault) in
            let (value, create) = (try run.providerClass(), try run.rawClass().create)
            guard let create else { throw .broken("create is null") }
            for capacity in [512, 16, 1, 0] {
                for text in ["", "{", "[1]"] {
                    try checkReason(of: value.id, create, settings: text, capacity: capacity, value.destroy)
                }
            }
        },
        PluginCheck(
            "create-many", "instances come and go a thousand times without a leak", of: .each, seconds: 60
        ) { run throws(CheckFault) in
            let (value, settings) = (try run.providerClass(), try run.settings())
            try LeakMeter.measure("instance", warm: 100, times: 1_000, run) { () throws(CheckFault) in
                try run.instance(of: value, settings: settings).destroy()
            }
        },
        PluginCheck(
            "create-as-many-as-declared", "as many instances live at once as max_instances says", of: .each
        ) {
            run throws(CheckFault) in
            let value = try run.providerClass()
            let count = value.maximumInstances > 0 ? min(value.maximumInstances, 8) : 8
            var instances: [CheckedInstance] = []
            for index in 0..<count {
                do throws(CheckFault) {
                    instances.append(try run.instance(of: value))
                } catch {
                    guard case .broken(let reason) = error, index > 0 else { throw error }
                    throw .broken("instance \(index + 1) of \(count): \(reason)")
                }
            }
            for instance in instances { instance.destroy() }
        },
        PluginCheck(
            "instances-apart", "instances work side by side and give what one gives alone",
            of: .provider { $0.onlyTranslates && $0.maximumInstances != 1 }, seconds: 30
        ) { run throws(CheckFault) in
            let value = try run.providerClass()
            let texts = Texts.ordinary
            let alone = try run.instance(of: value)
            let expected = try run.outputs(run.batch(texts), in: alone)
            let count = value.maximumInstances > 0 ? min(value.maximumInstances - 1, 3) : 3
            var instances = [alone]
            for _ in 0..<count { instances.append(try run.instance(of: value)) }
            let found = Parallel.run(instances.count) { [instances, job = run.job] index in
                Result { () throws(CheckFault) in
                    let run = CheckRun(job)
                    for _ in 0..<5 where try run.outputs(run.batch(texts), in: instances[index]) != expected {
                        throw .broken("an instance beside others gives other texts than one alone")
                    }
                }
            }
            for result in found { try result.get() }
            for instance in instances { instance.destroy() }
        },
    ]

    /// Either an instance comes of it, or a reason.
    private static func expectReason(
        _ run: CheckRun, _ value: ProviderClass, settings: [UInt8], folder: String = "", for what: String
    ) throws(CheckFault) {
        do throws(CheckFault) {
            try run.instance(of: value, settings: settings, dataDirectory: folder).destroy()
        } catch {
            if error == .broken("create gave null: the plugin gave no reason") {
                throw .broken("create gave null and no reason for \(what)")
            }
        }
    }

    private static func checkReason(
        of id: String, _ create: ProviderClass.Create, settings: String, capacity: Int,
        _ destroy: @convention(c) (OpaquePointer?) -> Void
    ) throws(CheckFault) {
        var arena = RequestArena(
            capacity: RequestArena.size(of: dgm_instance_config.self) + RequestArena.size(text: id)
                + RequestArena.size(text: settings))
        defer { arena.free() }
        let config = arena.make(dgm_instance_config.self)
        config.pointee.struct_size = MemoryLayout<dgm_instance_config>.size
        config.pointee.instance = 1
        config.pointee.provider = arena.make(text: id)
        config.pointee.settings = arena.make(text: settings)
        var reason = [CChar](repeating: 0x5A, count: 2_048)
        var length = 0
        if let handle = create(config, &reason, capacity, &length) { return destroy(handle) }
        if reason[capacity...].contains(where: { $0 != 0x5A }) {
            throw .broken("it wrote past a capacity of \(capacity) bytes")
        }
        if length < 0 || length > capacity {
            throw .broken("it gave a length of \(length) for a capacity of \(capacity)")
        }
        let text = reason[..<length].map { UInt8(bitPattern: $0) }
        // A reason that was cut may end in the middle of a character.
        if capacity == 512, String(validating: text, as: UTF8.self) == nil {
            throw .broken("the reason is not UTF-8")
        }
    }
}

extension PluginCheck.Subject {
    /// Every provider.
    static let each = PluginCheck.Subject.provider { _ in true }
}

/// A provider's `get_extension`.
private struct Extensions: @unchecked Sendable {
    // Sendable: the function is [any].
    private let function: @convention(c) (UnsafePointer<CChar>?, Int) -> UnsafeRawPointer?

    init(_ run: CheckRun) throws(CheckFault) {
        guard let function = try run.rawClass().get_extension else { throw .broken("get_extension is null") }
        self.function = function
    }

    func table(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> UnsafeRawPointer? { function(bytes, length) }

    /// Asks with a name that has no final NUL.
    func table(_ name: String) -> UnsafeRawPointer? {
        var name = name
        return name.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { function($0.baseAddress, $0.count) }
        }
    }
}
