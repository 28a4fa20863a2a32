// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Glibc

/// What a check works with: the plugin, its provider, and calls that wait for their end.
final class CheckRun {
    let job: CheckJob
    /// Where the process's standard output goes while the check runs.
    let output: CapturedOutput?
    private var cachedManifest: Manifest?
    private var library: OpenLibrary?

    init(_ job: CheckJob, output: CapturedOutput? = nil) {
        self.job = job
        self.output = output
    }

    var book: CheckBook { .shared }
    var facts: ProviderFacts { job.provider }

    // MARK: The plugin

    /// The manifest, which must be valid.
    func manifest() throws(CheckFault) -> Manifest {
        if let cachedManifest { return cachedManifest }
        do throws(Manifest.Fault) {
            let manifest = try Manifest(folder: job.folder)
            cachedManifest = manifest
            return manifest
        } catch {
            throw .broken(error.reasons.joined(separator: "; "))
        }
    }

    /// The library, loaded, and nothing called.
    func open() throws(CheckFault) -> OpenLibrary {
        if let library { return library }
        let opened = try OpenLibrary(try manifest().library)
        library = opened
        return opened
    }

    /// The plugin as it presents itself to a host.
    func plugin(_ kind: CheckHost.Kind = .full) throws(CheckFault) -> dgm_plugin {
        guard let pointer = try open().enter(CheckHost.table(kind)) else {
            throw .broken("the entry gave null\(lastLine)")
        }
        let size = MemoryLayout<dgm_plugin>.size
        guard let plugin = CStruct.copy(pointer, into: dgm_plugin(), atLeast: size) else {
            throw .broken("the struct_size of dgm_plugin is below \(size)")
        }
        return plugin
    }

    /// All of its provider classes.
    func classes(_ kind: CheckHost.Kind = .full) throws(CheckFault) -> [ProviderClass] {
        let plugin = try plugin(kind)
        guard (1...256).contains(plugin.provider_count), let list = plugin.providers else {
            throw .broken("it brings no providers, or a list that is null or too long")
        }
        var classes: [ProviderClass] = []
        let id = try manifest().id
        for index in 0..<plugin.provider_count {
            do throws(PluginFault) {
                classes.append(try ProviderClass(list[index], plugin: id))
            } catch {
                throw .broken(error.reason)
            }
        }
        return classes
    }

    /// The class that the check is about.
    func providerClass(_ kind: CheckHost.Kind = .full) throws(CheckFault) -> ProviderClass {
        let classes = try classes(kind)
        guard let found = classes.first(where: { $0.id == facts.id }) else {
            throw .broken("there is no provider \(facts.id)")
        }
        return found
    }

    /// The class that the check is about, as the plugin laid it out.
    func rawClass() throws(CheckFault) -> dgm_provider_class {
        let plugin = try plugin()
        for index in 0..<plugin.provider_count {
            guard
                let value = CStruct.copy(
                    plugin.providers?[index], into: dgm_provider_class(),
                    atLeast: MemoryLayout<dgm_provider_class>.size)
            else { continue }
            if CStruct.string(value.id) == facts.id { return value }
        }
        throw .broken("there is no provider \(facts.id)")
    }

    private var lastLine: String {
        book.state.change { $0.log.last }.map { ": \($0)" } ?? " and logged nothing"
    }

    // MARK: Instances

    /// The settings that the author gave, with the schema's defaults.
    func settings() throws(CheckFault) -> [UInt8] {
        let listed = try manifest().providers.first { $0.id == facts.id }
        guard let listed else { throw .broken("\(facts.id) is not in the manifest") }
        let (settings, faults) = listed.settings.apply(to: job.settings)
        guard faults.isEmpty else {
            throw .skipped("give --settings, for \(faults.joined(separator: "; "))")
        }
        return JSONValue.object(settings).bytes
    }

    /// Makes an instance; `nil` fields take what the author gave.
    func instance(
        of providerClass: ProviderClass, settings: [UInt8]? = nil, dataDirectory: String = ""
    ) throws(CheckFault) -> CheckedInstance {
        let secrets = try manifest().providers.first { $0.id == facts.id }?.secrets ?? []
        let id = book.number()
        book.state.change { $0.secrets.formUnion(secrets) }
        let bytes = if let settings { settings } else { try self.settings() }
        // It can log and ask for credentials from within `create`, so the host knows it before that.
        let nowhere = OpaquePointer(UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8))
        let placeholder = CheckedInstance(id: id, providerClass: providerClass, handle: nowhere)
        book.state.change { $0.instances[id] = placeholder }
        switch providerClass.create(instance: id, settings: bytes, dataDirectory: dataDirectory) {
        case .success(let handle):
            let instance = CheckedInstance(id: id, providerClass: providerClass, handle: handle)
            book.state.change { $0.instances[id] = instance }
            return instance
        case .failure(let fault):
            book.state.change { $0.instances[id] = nil }
            throw .broken("create gave null: \(fault.reason)")
        }
    }

    func instance(_ kind: CheckHost.Kind = .full) throws(CheckFault) -> CheckedInstance {
        try instance(of: providerClass(kind))
    }

    // MARK: Calls

    /// A batch for the pair that the check is told.
    func batch(_ texts: [String], spans: [[TokenSpan]] = []) -> TranslateCall {
        batch(
            texts.enumerated().map {
                ProviderSegment(text: $1, spans: spans.indices.contains($0) ? spans[$0] : [])
            })
    }

    func batch(_ segments: [ProviderSegment]) -> TranslateCall {
        TranslateCall(
            source: LocaleTag(unchecked: facts.source), target: LocaleTag(unchecked: facts.target),
            model: facts.model, segments: segments, deadline: .now, priority: .job, seed: 42)
    }

    /// Begins a batch.
    func begin(
        _ call: TranslateCall, in instance: CheckedInstance, deadline: Int64 = 30_000, ticket: UInt64? = nil,
        newer: Bool = false
    ) throws(CheckFault) -> UInt64 {
        guard let function = instance.providerClass.translate else {
            throw .skipped("it takes no texts")
        }
        let request = TranslateRequest(call, deadline: deadline)
        let pointer = newer ? GrownRequest.of(request.pointer) : request.pointer
        return instance.begin(
            .translate(segments: call.segments.count), arena: request.arena, ticket: ticket
        ) { function.translate($0, pointer, $1) }
    }

    /// Begins a prompt.
    func begin(
        _ call: GenerateCall, in instance: CheckedInstance, deadline: Int64 = 30_000, ticket: UInt64? = nil
    ) throws(CheckFault) -> UInt64 {
        guard let function = instance.providerClass.generate else { throw .skipped("it takes no prompts") }
        let request = GenerateRequest(call, deadline: deadline)
        return instance.begin(.generate, arena: request.arena, ticket: ticket) {
            function.generate($0, request.pointer, $1)
        }
    }

    /// A prompt of one word.
    func prompt(_ text: String = "Say hello.", model: String? = nil) -> GenerateCall {
        GenerateCall(
            model: model ?? facts.model, messages: [PromptMessage(.user, text)], deadline: .now,
            priority: .job,
            seed: 42)
    }

    /// Begins what the provider is for, with a text: a batch of one, or a prompt.
    func ask(
        _ text: String = "Hello, world.", model: String? = nil, in instance: CheckedInstance,
        deadline: Int64 = 30_000, ticket: UInt64? = nil
    ) throws(CheckFault) -> UInt64 {
        if instance.providerClass.generate != nil {
            return try begin(prompt(text, model: model), in: instance, deadline: deadline, ticket: ticket)
        }
        var call = batch([text])
        if let model { call.model = model }
        return try begin(call, in: instance, deadline: deadline, ticket: ticket)
    }

    /// Begins a list of pairs.
    func list(in instance: CheckedInstance) throws(CheckFault) -> UInt64 {
        guard let list = instance.providerClass.listPairs else { throw .skipped("it lists no pairs") }
        return instance.begin(.pairs) { list($0, $1) }
    }

    /// Begins a question for the locale of a text.
    func recognize(
        _ text: String, candidates: [String] = [], limit: Int = 5, in instance: CheckedInstance
    ) throws(CheckFault) -> UInt64 {
        guard let function = instance.providerClass.recognize else { throw .skipped("it recognizes nothing") }
        let request = RecognizeRequest(
            text, candidates: candidates.map(LocaleTag.init(unchecked:)), limit: limit, deadline: 30_000)
        return instance.begin(.recognize(limit: limit), arena: request.arena) {
            function($0, request.pointer, $1)
        }
    }

    /// Begins to load a model.
    func warmUp(_ model: String, in instance: CheckedInstance) throws(CheckFault) -> UInt64 {
        guard let function = instance.providerClass.warmUp else { throw .skipped("it warms nothing up") }
        var arena = RequestArena(capacity: RequestArena.size(text: model))
        let text = arena.make(text: model)
        return instance.begin(.warmUp, arena: arena) { function($0, text.bytes, text.length, $1) }
    }

    /// What was done under a ticket, once it was finished and its function has returned.
    func wait(_ ticket: UInt64, seconds: Int = 15) throws(CheckFault) -> CallRecord {
        let limit = monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
        let record: CallRecord? = book.state.wait { state in
            if let call = state.calls[ticket], call.finishes > 0, call.hasReturned { return .done(call) }
            let now = monotonicNanoseconds()
            // It looks again by itself: one bell wakes one who waits, and there may be several.
            return now > limit ? .done(nil) : .waitUntil(min(limit, now + 2_000_000))
        }
        guard let record else { throw .broken("a call was not finished within \(seconds) s") }
        return record
    }

    /// The record of a call that has to be answered, or to fail as its service is not there.
    func answered(_ ticket: UInt64) throws(CheckFault) -> CallRecord {
        let record = try wait(ticket)
        // One answer fits every prompt, and no more than one batch of texts.
        if !record.isOK, facts.usesHTTP, job.answer.isEmpty || !facts.generates {
            throw .skipped(
                "its service cannot be asked here (\(record.inWords)); --answer gives an answer of it")
        }
        guard record.isOK else { throw .broken("a call ended with \(record.inWords)") }
        if let missing = record.outputs.firstIndex(where: { $0 == nil }) {
            throw .broken(
                "it said DGM_OK and did not hand over segment \(missing) of \(record.outputs.count)")
        }
        return record
    }

    /// The outputs of a batch that has to be translated.
    func outputs(_ call: TranslateCall, in instance: CheckedInstance) throws(CheckFault) -> [String] {
        let record = try answered(begin(call, in: instance))
        var texts: [String] = []
        for (index, text) in record.texts.enumerated() {
            guard let text else { throw .broken("the output of segment \(index) is not UTF-8") }
            texts.append(text)
        }
        return texts
    }

    /// The service behind `http/1` answers as the author says that it does; it cannot be reached where nothing is said.
    func letServiceAnswer() {
        let script =
            job.answer.isEmpty
            ? HTTPScript.unreachable
            : .answer(200, headers: [("content-type", "application/json")], body: job.answer)
        book.state.change { $0.script = script }
    }

    // MARK: Judging

    /// Fails when the plugin did something of these kinds.
    func refuse(_ kinds: Misdeed.Kind...) throws(CheckFault) {
        let found = book.state.change { state in state.misdeeds.filter { kinds.contains($0.kind) } }
        guard let first = found.first else { return }
        throw .broken(first.text + (found.count > 1 ? " (and \(found.count - 1) more)" : ""))
    }

    /// Lets time pass in which something may yet happen that must not.
    func settle(milliseconds: UInt32 = 100) { usleep(milliseconds * 1_000) }
}

/// A request as a newer host would lay it out: with members at the end that nobody knows yet.
private enum GrownRequest {
    static func of(_ pointer: UnsafePointer<dgm_translate_request>) -> UnsafePointer<dgm_translate_request> {
        let grown = grow(pointer)
        let segments = UnsafeMutablePointer<UnsafePointer<dgm_segment>?>.allocate(
            capacity: max(1, pointer.pointee.segment_count))
        for index in 0..<pointer.pointee.segment_count {
            guard let segment = pointer.pointee.segments?[index] else { continue }
            let larger = grow(segment)
            let spans = UnsafeMutablePointer<UnsafePointer<dgm_span>?>.allocate(
                capacity: max(1, segment.pointee.span_count))
            for index in 0..<segment.pointee.span_count {
                spans[index] = segment.pointee.spans?[index].map { UnsafePointer(grow($0)) }
            }
            larger.pointee.spans = UnsafePointer(spans)
            segments[index] = UnsafePointer(larger)
        }
        grown.pointee.segments = UnsafePointer(segments)
        return UnsafePointer(grown)
    }

    /// A longer copy, which lives as long as the process; its first member is its size.
    private static func grow<Struct>(_ pointer: UnsafePointer<Struct>) -> UnsafeMutablePointer<Struct> {
        let size = MemoryLayout<Struct>.size
        let place = UnsafeMutableRawPointer.allocate(byteCount: size + CheckHost.growth, alignment: 8)
        place.initializeMemory(as: UInt8.self, repeating: 0xA5, count: size + CheckHost.growth)
        place.copyMemory(from: pointer, byteCount: size)
        place.storeBytes(of: size + CheckHost.growth, as: Int.self)
        return place.assumingMemoryBound(to: Struct.self)
    }
}
