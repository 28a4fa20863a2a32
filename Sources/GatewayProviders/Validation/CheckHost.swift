// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// The host that plugins meet in a check: one that keeps everything in the ``CheckBook`` and forgives nothing.
enum CheckHost {
    /// Which host it makes itself out to be.
    enum Kind {
        /// As the gateway is.
        case full
        /// Without any extension.
        case bare
        /// Of a later minor version, with members at the end of its structs that nobody knows yet.
        case newer
        /// Of another major version.
        case otherMajor
    }

    /// How much longer the structs of a newer host are.
    static let growth = 64

    /// A table that lives as long as the process.
    static func table(_ kind: Kind) -> UnsafePointer<dgm_host> {
        let size = MemoryLayout<dgm_host>.size
        let place = UnsafeMutableRawPointer.allocate(byteCount: size + growth, alignment: 8)
        // Whoever follows a pointer that lies past what it knows comes to grief.
        place.initializeMemory(as: UInt8.self, repeating: 0xA5, count: size + growth)
        let table = place.bindMemory(to: dgm_host.self, capacity: 1)
        table.initialize(
            to: dgm_host(
                struct_size: kind == .newer ? size + growth : size,
                abi_major: UInt32(DGM_ABI_MAJOR) + (kind == .otherMajor ? 1 : 0),
                abi_minor: UInt32(DGM_ABI_MINOR) + (kind == .newer ? 1 : 0),
                segment: segment, pair: pair, candidate: candidate, usage: usage, finish: finish,
                get_extension: kind == .bare || kind == .otherMajor ? noExtension : someExtension))
        return UnsafePointer(table)
    }

    private static var book: CheckBook { .shared }

    private static let segment: @convention(c) (dgm_ticket, Int, UnsafePointer<CChar>?, Int) -> Void = {
        ticket, index, bytes, length in
        let text: [UInt8]? =
            length == 0
            ? []
            : bytes.flatMap { length > 0 ? Array(UnsafeRawBufferPointer(start: $0, count: length)) : nil }
        book.use(ticket, to: "segment") { call, state in
            guard !call.outputs.isEmpty else {
                return state.note(.wrongKind, "it handed a segment to a call that has none")
            }
            guard call.outputs.indices.contains(index) else {
                return state.note(
                    .segmentOutOfRange,
                    "it handed over segment \(UInt(bitPattern: index)) of \(call.outputs.count)")
            }
            guard let text else {
                return state.note(.notUTF8, "segment \(index) has a null pointer and \(length) bytes")
            }
            if call.outputs[index] != nil {
                state.note(.segmentTwice, "it handed over segment \(index) twice")
            }
            if String(validating: text, as: UTF8.self) == nil {
                state.note(.notUTF8, "segment \(index) is not UTF-8")
            }
            call.outputs[index] = text
        }
    }

    private static let pair: @convention(c) (dgm_ticket, UnsafePointer<dgm_pair>?) -> Void = {
        ticket, pointer in
        let pair = ListedPair(pointer)
        book.use(ticket, to: "pair") { call, state in
            guard call.kind == .pairs else {
                return state.note(.wrongKind, "it handed a pair to a call that asked for none")
            }
            guard let pair else {
                return state.note(
                    .pair, "a pair is null, its struct_size too small or one of its texts not UTF-8")
            }
            call.pairs.append(pair)
        }
    }

    private static let candidate: @convention(c) (dgm_ticket, UnsafePointer<dgm_candidate>?) -> Void = {
        ticket, pointer in
        let candidate = CStruct.copy(pointer, into: dgm_candidate(), atLeast: 32)
        book.use(ticket, to: "candidate") { call, state in
            guard case .recognize = call.kind else {
                return state.note(.wrongKind, "it handed a candidate to a call that asked for none")
            }
            guard let candidate, let locale = CStruct.string(candidate.locale) else {
                return state.note(
                    .candidate, "a candidate is null, its struct_size too small or its locale not UTF-8")
            }
            call.candidates.append((locale, candidate.confidence))
        }
    }

    private static let usage: @convention(c) (dgm_ticket, UnsafePointer<dgm_usage>?) -> Void = {
        ticket, pointer in
        let usage = CStruct.copy(pointer, into: dgm_usage(), atLeast: 24)
        book.use(ticket, to: "usage") { _, state in
            guard let usage else {
                return state.note(.usage, "a usage is null or its struct_size is below 24")
            }
            guard usage.cost_usd.isFinite, usage.cost_usd >= 0 else {
                return state.note(.usage, "cost_usd is \(usage.cost_usd)")
            }
            // More than any service takes in one call: a difference that became negative, most likely.
            let most: UInt64 = 1 << 40
            for (name, count) in [("input", usage.input_tokens), ("output", usage.output_tokens)]
            where count > most {
                state.note(.usage, "\(name)_tokens is \(count)")
            }
            if usage.cached_input_tokens > usage.input_tokens {
                state.note(
                    .usage,
                    "cached_input_tokens is \(usage.cached_input_tokens) of \(usage.input_tokens) in all")
            }
        }
    }

    private static let finish: @convention(c) (dgm_ticket, UnsafePointer<dgm_outcome>?) -> Int32 = {
        ticket, pointer in
        let outcome = CStruct.copy(pointer, into: dgm_outcome(), atLeast: 12)
        return book.state.change { state in
            state.hostCalls += 1
            guard var call = state.calls[ticket] else {
                state.note(.unknownTicket, "it finished ticket \(ticket), which was never given")
                return 0
            }
            call.finishes += 1
            if call.finishes > 1 {
                state.note(.finishedTwice, "it called host->finish \(call.finishes) times for one ticket")
            } else {
                call.end = CallRecord.End(outcome, call: call, &state)
                if state.spoilsRequests { call.arena?.fill(with: 0xDB) }
            }
            state.calls[ticket] = call
            return call.finishes == 1 ? 1 : 0
        }
    }

    private static let noExtension: @convention(c) (UnsafePointer<CChar>?, Int) -> UnsafeRawPointer? = {
        _, _ in
        nil
    }

    private static let someExtension: @convention(c) (UnsafePointer<CChar>?, Int) -> UnsafeRawPointer? = {
        switch CStruct.string($0, $1, limit: 64) {
        case "log/1": UnsafeRawPointer(CheckHostServices.log)
        case "clock/1": UnsafeRawPointer(CheckHostServices.clock)
        case "compute/1": UnsafeRawPointer(CheckHostServices.compute)
        case "text/1": HostText.isThere ? UnsafeRawPointer(HostText.table) : nil
        case "secret/1": UnsafeRawPointer(CheckHostServices.secret)
        case "http/1": UnsafeRawPointer(CheckHostServices.http)
        default: nil
        }
    }
}

extension ListedPair {
    fileprivate init?(_ pointer: UnsafePointer<dgm_pair>?) {
        guard let pair = CStruct.copy(pointer, into: dgm_pair(), atLeast: 40),
            let source = CStruct.string(pair.source_locale), let target = CStruct.string(pair.target_locale),
            let model = CStruct.string(pair.model), let quality = CStruct.string(pair.quality),
            let pivot = CStruct.string(pair.pivot), let refused = CStruct.string(pair.refused),
            CStruct.string(pair.note) != nil
        else { return nil }
        self.init(
            source: source, target: target, model: model, quality: quality, pivot: pivot, refused: refused,
            byNameOnly: pair.by_name_only != 0)
    }
}

extension CallRecord.End {
    /// Copies an outcome and notes what is wrong with it.
    fileprivate init(_ outcome: dgm_outcome?, call: CallRecord, _ state: inout CheckBook.State) {
        guard let outcome else {
            state.note(.outcome, "it finished without an outcome, or its struct_size is below 12")
            self.init(status: Int32(DGM_BROKEN.rawValue), message: "", retryAfter: 0, modelUsed: "", stop: 0)
            return
        }
        self.init(
            status: outcome.status, message: CStruct.string(outcome.message),
            retryAfter: outcome.retry_after_ms, modelUsed: CStruct.string(outcome.model_used),
            stop: outcome.stop)
        if !(0...10).contains(outcome.status) { state.note(.outcome, "status \(outcome.status) is unknown") }
        if message == nil { state.note(.outcome, "the outcome's message is not UTF-8") }
        if modelUsed == nil { state.note(.outcome, "the outcome's model_used is not UTF-8") }
        if let message, message.utf8.count > 2_000 {
            state.note(.outcome, "the outcome's message has \(message.utf8.count) bytes")
        }
        let mayWait = [DGM_RATE_LIMITED, DGM_QUOTA, DGM_UNAVAILABLE].contains { Int32($0.rawValue) == status }
        if retryAfter < 0 || retryAfter > 31 * 86_400_000 || retryAfter != 0 && !mayWait {
            state.note(
                .outcome, "retry_after_ms is \(retryAfter) with \(CallRecord.name(of: status))")
        }
        if outcome.stop < 0 || outcome.stop > 2 { state.note(.outcome, "stop \(outcome.stop) is unknown") }
        if outcome.unknown_words > 1 << 40 {
            state.note(.outcome, "unknown_words is \(outcome.unknown_words)")
        }
        if status == Int32(DGM_CANCELLED.rawValue), !call.cancelWasAsked {
            state.note(.unaskedCancel, "it ended a call as cancelled that nobody had cancelled")
        }
    }
}
