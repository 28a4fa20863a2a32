// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Glibc

/// Why a plugin or a provider is not used, for people to read.
struct PluginFault: Error, Equatable {
    let reason: String
}

/// A `dgm_provider_class` that was checked, with the tables it brings.
struct ProviderClass: @unchecked Sendable {
    // Sendable: constant; descriptors and tables live as long as the process, and their functions' thread rules are
    // kept by those who call them.
    typealias Create =
        @convention(c) (
            UnsafePointer<dgm_instance_config>?, UnsafeMutablePointer<CChar>?, Int, UnsafeMutablePointer<Int>?
        ) -> OpaquePointer?

    /// `translate/1`.
    struct Translate {
        let granularity: ProviderTraits.Granularity
        let maximumSegments: Int
        let maximumBytes: Int
        let translate:
            @convention(c) (OpaquePointer?, UnsafePointer<dgm_translate_request>?, dgm_ticket) -> Void
        let cancel: (@convention(c) (OpaquePointer?, dgm_ticket) -> Void)?
        let terms: TermBinding
    }

    /// `generate/1`.
    struct Generate {
        let generate:
            @convention(c) (OpaquePointer?, UnsafePointer<dgm_generate_request>?, dgm_ticket) -> Void
        let cancel: (@convention(c) (OpaquePointer?, dgm_ticket) -> Void)?
    }

    let plugin: String
    let id: String
    let revision: String
    let isBlocking: Bool
    let maximumInstances: Int
    let maximumOpenCalls: Int
    let translate: Translate?
    let generate: Generate?
    let listPairs: (@convention(c) (OpaquePointer?, dgm_ticket) -> Void)?
    let recognize:
        (@convention(c) (OpaquePointer?, UnsafePointer<dgm_recognize_request>?, dgm_ticket) -> Void)?
    let warmUp: (@convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int, dgm_ticket) -> Void)?
    let destroy: @convention(c) (OpaquePointer?) -> Void
    private let createFunction: Create
    private let creation = Locked(())

    /// Checks what a plugin hands over.
    init(_ pointer: UnsafePointer<dgm_provider_class>?, plugin: String) throws(PluginFault) {
        let size = MemoryLayout<dgm_provider_class>.size
        guard let value = CStruct.copy(pointer, into: dgm_provider_class(), atLeast: size) else {
            throw PluginFault(reason: "a provider's class is missing or its struct_size is below \(size)")
        }
        guard let id = CStruct.string(value.id, limit: 64), Manifest.isProviderID(id) else {
            throw PluginFault(reason: "a provider's id is not [a-z0-9-]+")
        }
        guard let revision = CStruct.string(value.revision, limit: 256) else {
            throw PluginFault(reason: "the revision of \(id) is not UTF-8")
        }
        guard let create = value.create, let destroy = value.destroy, let extensions = value.get_extension
        else {
            throw PluginFault(reason: "a function of \(id) is null")
        }
        self.plugin = plugin
        self.id = id
        self.revision = revision
        isBlocking = value.blocking != 0
        maximumInstances = max(0, Int(value.max_instances))
        maximumOpenCalls = max(0, Int(value.max_open_tickets))
        createFunction = create
        self.destroy = destroy
        translate = try Self.translate(Self.table("translate/1", in: extensions), of: id)
        generate = try Self.table(
            "generate/1", dgm_generate(), atLeast: MemoryLayout<dgm_generate>.offset(of: \.cancel),
            in: extensions,
            of: id
        ).flatMap { table in table.generate.map { Generate(generate: $0, cancel: table.cancel) } }
        listPairs = try Self.table("pairs/1", dgm_pairs(), in: extensions, of: id)?.list
        recognize = try Self.table("recognize/1", dgm_recognize(), in: extensions, of: id)?.recognize
        warmUp = try Self.table("warmup/1", dgm_warmup(), in: extensions, of: id)?.warmup
    }

    private typealias Extensions = @convention(c) (UnsafePointer<CChar>?, Int) -> UnsafeRawPointer?

    private static func table(_ name: StaticString, in extensions: Extensions) -> UnsafeRawPointer? {
        name.withName(extensions)
    }

    private static func translate(_ table: UnsafeRawPointer?, of id: String) throws(PluginFault) -> Translate?
    {
        guard let table else { return nil }
        // All but `cancel` must be there.
        let size = MemoryLayout<dgm_translate>.offset(of: \.cancel) ?? MemoryLayout<dgm_translate>.size
        let pointer = table.assumingMemoryBound(to: dgm_translate.self)
        guard let value = CStruct.copy(pointer, into: dgm_translate(), atLeast: size) else {
            throw PluginFault(reason: "translate/1 of \(id) has a struct_size below \(size)")
        }
        guard let translate = value.translate else {
            throw PluginFault(reason: "translate/1 of \(id) has no function")
        }
        // Of what is not known the worst: sentences serve a provider of whole texts too.
        let granularity: ProviderTraits.Granularity =
            value.granularity == Int32(DGM_LEAF.rawValue) ? .leaf : .sentence
        return Translate(
            granularity: granularity, maximumSegments: value.max_segments, maximumBytes: value.max_bytes,
            translate: translate, cancel: value.cancel,
            terms: value.terms == Int32(DGM_TERMS_NATIVE.rawValue) ? .native : .inserted)
    }

    private static func table<Table>(
        _ name: StaticString, _ blank: Table, atLeast: Int? = nil, in extensions: Extensions, of id: String
    ) throws(PluginFault) -> Table? {
        guard let table = name.withName(extensions) else { return nil }
        let size = atLeast ?? MemoryLayout<Table>.size
        let pointer = table.assumingMemoryBound(to: Table.self)
        guard let value = CStruct.copy(pointer, into: blank, atLeast: size) else {
            throw PluginFault(reason: "\(name) of \(id) has a struct_size below \(size)")
        }
        // Each of these tables is a size and a function that must be there.
        let function = withUnsafeBytes(of: value) { $0.load(fromByteOffset: 8, as: Int.self) }
        guard function != 0 else { throw PluginFault(reason: "\(name) of \(id) has no function") }
        return value
    }

    /// Makes an instance, one at a time.
    func create(instance: UInt64, settings: [UInt8], dataDirectory: String) -> Result<
        OpaquePointer, PluginFault
    > {
        creation.withLock { _ in
            var arena = RequestArena(
                capacity: RequestArena.size(of: dgm_instance_config.self) + RequestArena.size(text: id)
                    + RequestArena.size(bytes: settings) + RequestArena.size(text: dataDirectory))
            defer { arena.free() }
            let config = arena.make(dgm_instance_config.self)
            config.pointee.struct_size = MemoryLayout<dgm_instance_config>.size
            config.pointee.instance = instance
            config.pointee.provider = arena.make(text: id)
            config.pointee.settings = arena.make(bytes: settings)
            config.pointee.data_directory = arena.make(text: dataDirectory)
            var reason = [CChar](repeating: 0, count: 512)
            var length = 0
            guard let handle = createFunction(config, &reason, reason.count, &length) else {
                let text = CStruct.readable(reason, max(0, min(length, reason.count)), limit: reason.count)
                return .failure(
                    PluginFault(reason: text.isEmpty ? "the plugin gave no reason" : text))
            }
            return .success(handle)
        }
    }
}

extension ProviderClass {
    /// The class of that id that can do something for the gateway.
    static func named(_ id: String, in classes: [ProviderClass]) throws(PluginFault) -> ProviderClass {
        guard let found = classes.first(where: { $0.id == id }) else {
            throw PluginFault(reason: "the plugin does not bring \(id)")
        }
        guard found.translate != nil || found.generate != nil || found.recognize != nil else {
            throw PluginFault(reason: "it has neither translate/1 nor generate/1 nor recognize/1")
        }
        return found
    }
}
