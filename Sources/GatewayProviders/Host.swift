// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// The host as a plugin sees it: a table of plain C functions that find what they need by ticket or instance.
enum Host {
    /// Lives as long as the process.
    nonisolated(unsafe) static let table: UnsafePointer<dgm_host> = lasting(
        dgm_host(
            struct_size: MemoryLayout<dgm_host>.size, abi_major: UInt32(DGM_ABI_MAJOR),
            abi_minor: UInt32(DGM_ABI_MINOR), segment: segment, pair: pair, candidate: candidate,
            usage: usage,
            finish: finish, get_extension: getExtension))

    /// A copy of a table that is never freed and never written again.
    static func lasting<Table>(_ table: Table) -> UnsafePointer<Table> {
        let place = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        place.initialize(to: table)
        return UnsafePointer(place)
    }

    /// Longest output that is looked at, whatever limit is configured.
    private static let longestOutput = 64 << 20

    private static let segment: @convention(c) (dgm_ticket, Int, UnsafePointer<CChar>?, Int) -> Void = {
        ticket, index, bytes, length in
        // Copied before the lock is taken: it is the long part.
        let text = CStruct.string(bytes, length, limit: longestOutput)
        TicketTable.shared.use(ticket) { $0.take(segment: index, text, bytes: length) }
    }

    private static let pair: @convention(c) (dgm_ticket, UnsafePointer<dgm_pair>?) -> Void = {
        ticket, pointer in
        let pair = ProviderPair(pointer)
        TicketTable.shared.use(ticket) { $0.take(pair: pair) }
    }

    private static let candidate: @convention(c) (dgm_ticket, UnsafePointer<dgm_candidate>?) -> Void = {
        ticket, pointer in
        let candidate = LocaleCandidate(pointer)
        TicketTable.shared.use(ticket) { $0.take(candidate: candidate) }
    }

    private static let usage: @convention(c) (dgm_ticket, UnsafePointer<dgm_usage>?) -> Void = {
        ticket, pointer in
        let usage = Usage(pointer)
        TicketTable.shared.use(ticket) { $0.take(usage: usage) }
    }

    private static let finish: @convention(c) (dgm_ticket, UnsafePointer<dgm_outcome>?) -> Int32 = {
        TicketTable.shared.finish($0, Outcome($1)) ? 1 : 0
    }

    private static let getExtension: @convention(c) (UnsafePointer<CChar>?, Int) -> UnsafeRawPointer? = {
        switch CStruct.string($0, $1, limit: 64) {
        case "log/1": UnsafeRawPointer(HostLog.table)
        case "clock/1": UnsafeRawPointer(HostClock.table)
        case "compute/1": UnsafeRawPointer(HostCompute.table)
        case "text/1": HostText.isThere ? UnsafeRawPointer(HostText.table) : nil
        case "secret/1": UnsafeRawPointer(HostSecret.table)
        case "http/1": UnsafeRawPointer(HostHTTP.table)
        default: nil
        }
    }
}

extension ProviderPair {
    /// Copies what a plugin handed over; `nil` when it makes no sense.
    fileprivate init?(_ pointer: UnsafePointer<dgm_pair>?) {
        // Both locales must be there; all else may be absent.
        guard let pair = CStruct.copy(pointer, into: dgm_pair(), atLeast: 40),
            let source = CStruct.string(pair.source_locale), let target = CStruct.string(pair.target_locale),
            let model = CStruct.string(pair.model), let quality = CStruct.string(pair.quality),
            let pivot = CStruct.string(pair.pivot), let refused = CStruct.string(pair.refused),
            let note = CStruct.string(pair.note)
        else { return nil }
        do throws(LocaleTag.Malformed) {
            self.init(
                source: source == "*" ? nil : try LocaleTag(source),
                target: target == "*" ? nil : try LocaleTag(target), model: model, quality: quality,
                refused: refused.isEmpty ? nil : refused, byNameOnly: pair.by_name_only != 0, note: note)
            for tag in pivot.split(separator: " ") { self.pivot.append(try LocaleTag(String(tag))) }
        } catch {
            return nil
        }
    }
}

extension LocaleCandidate {
    /// Copies what a plugin handed over; `nil` when it makes no sense.
    fileprivate init?(_ pointer: UnsafePointer<dgm_candidate>?) {
        guard let candidate = CStruct.copy(pointer, into: dgm_candidate(), atLeast: 32),
            let text = CStruct.string(candidate.locale), candidate.confidence >= 0, candidate.confidence <= 1,
            let locale = try? LocaleTag(text)
        else { return nil }
        self.init(locale: locale, confidence: candidate.confidence)
    }
}

extension Usage {
    /// Copies what a plugin handed over; `nil` when it makes no sense.
    fileprivate init?(_ pointer: UnsafePointer<dgm_usage>?) {
        guard let usage = CStruct.copy(pointer, into: dgm_usage(), atLeast: 24),
            let input = Int(exactly: usage.input_tokens), let output = Int(exactly: usage.output_tokens),
            let cached = Int(exactly: usage.cached_input_tokens), cached <= input, usage.cost_usd.isFinite,
            usage.cost_usd >= 0
        else { return nil }
        self.init(
            inputTokens: input, outputTokens: output, cost: usage.cost_usd, cachedInputTokens: cached)
    }
}
