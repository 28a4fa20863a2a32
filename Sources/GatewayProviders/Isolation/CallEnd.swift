// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// All that a call in a plugin's process gave.
struct CallEnd: Sendable {
    var outputs: [String] = []
    var pairs: [ProviderPair] = []
    var candidates: [LocaleCandidate] = []
    var usage = Usage()
    var modelUsed = ""
    var unknownWords = 0
    var stop = GenerateReply.Stop.end
}

extension CallEnd {
    /// What an ended call of this process gave.
    init(_ call: Call) {
        outputs = call.outputs.map { $0 ?? "" }
        pairs = call.pairs
        candidates = call.candidates
        usage = call.usage
        modelUsed = call.modelUsed
        unknownWords = call.unknownWords
        stop = call.stop
    }

    /// The frame of a call's end.
    static func frame(ticket: UInt64, _ result: Result<CallEnd, ProviderError>) -> [UInt8] {
        switch result {
        case .success(let end):
            let size = end.outputs.reduce(128) { $0 + $1.utf8.count + 4 }
            var frame = FrameWriter(.ended, size: size)
            frame.write(ticket)
            frame.write(byte: 0)
            end.write(to: &frame)
            return frame.finished()
        case .failure(let error):
            var frame = FrameWriter(.ended)
            frame.write(ticket)
            frame.write(byte: UInt8(1 + (ProviderError.Kind.allCases.firstIndex(of: error.kind) ?? 0)))
            frame.write(error.message)
            frame.write(error.retryAfter) { $0.write(Int($1.milliseconds)) }
            return frame.finished()
        }
    }

    private func write(to frame: inout FrameWriter) {
        frame.write(texts: outputs)
        frame.write(list: pairs) { frame, pair in
            frame.write(pair.source?.spelling ?? "*")
            frame.write(pair.target?.spelling ?? "*")
            frame.write(pair.model)
            frame.write(pair.quality)
            frame.write(texts: pair.pivot.map(\.spelling))
            frame.write(pair.refused) { $0.write($1) }
            frame.write(pair.byNameOnly)
            frame.write(pair.note)
        }
        frame.write(list: candidates) { frame, candidate in
            frame.write(candidate.locale.spelling)
            frame.write(candidate.confidence)
        }
        frame.write(usage.inputTokens)
        frame.write(usage.outputTokens)
        frame.write(usage.cachedInputTokens)
        frame.write(usage.cost)
        frame.write(modelUsed)
        frame.write(unknownWords)
        switch stop {
        case .end: frame.write(byte: 0)
        case .length: frame.write(byte: 1)
        case .other: frame.write(byte: 2)
        }
    }

    /// Reads what stands behind the ticket of an `ended` frame, and holds it against what was asked.
    static func read(
        _ reader: inout FrameReader, of kind: Call.Kind, outputLimit: Int
    ) throws(FrameFault) -> Result<CallEnd, ProviderError> {
        let status = Int(try reader.byte())
        if status == 0 {
            let end = try CallEnd(&reader, of: kind)
            try reader.end()
            guard end.outputs.reduce(0, { $0 + $1.utf8.count }) <= outputLimit else {
                throw FrameFault(reason: "an output is longer than \(outputLimit) bytes")
            }
            return .success(end)
        }
        guard status <= ProviderError.Kind.allCases.count else {
            throw FrameFault(reason: "a status is \(status)")
        }
        let message = try reader.text(limit: 4096)
        let milliseconds = try reader.optional { reader throws(FrameFault) in try reader.size() }
        try reader.end()
        return .failure(
            ProviderError(
                ProviderError.Kind.allCases[status - 1], message,
                retryAfter: milliseconds.map { .milliseconds(min($0, 86_400_000)) }))
    }

    private init(_ reader: inout FrameReader, of kind: Call.Kind) throws(FrameFault) {
        let count: Int
        let (mayList, candidateLimit): (Bool, Int)
        switch kind {
        case .translate(let segments): (count, mayList, candidateLimit) = (segments, false, 0)
        case .generate: (count, mayList, candidateLimit) = (1, false, 0)
        case .pairs: (count, mayList, candidateLimit) = (0, true, 0)
        case .recognize(let limit): (count, mayList, candidateLimit) = (0, false, limit)
        case .warmup: (count, mayList, candidateLimit) = (0, false, 0)
        }
        outputs = try reader.texts(limit: count)
        guard outputs.count == count else {
            throw FrameFault(reason: "a call of \(count) segments has \(outputs.count) outputs")
        }
        pairs = try reader.list(limit: mayList ? 65_536 : 0) { reader throws(FrameFault) in
            try ProviderPair(&reader)
        }
        candidates = try reader.list(limit: candidateLimit) { reader throws(FrameFault) in
            let (locale, confidence) = (try LocaleTag(&reader), try reader.double())
            guard confidence >= 0, confidence <= 1 else {
                throw FrameFault(reason: "a confidence is not between 0 and 1")
            }
            return LocaleCandidate(locale: locale, confidence: confidence)
        }
        usage = Usage(
            inputTokens: try reader.size(), outputTokens: try reader.size(),
            cachedInputTokens: try reader.size())
        usage.cost = try reader.double()
        guard usage.cost.isFinite, usage.cost >= 0, usage.cachedInputTokens <= usage.inputTokens else {
            throw FrameFault(reason: "a usage makes no sense")
        }
        modelUsed = try reader.text(limit: 1024)
        unknownWords = try reader.size()
        switch try reader.byte() {
        case 0: stop = .end
        case 1: stop = .length
        default: stop = .other
        }
    }
}

extension LocaleTag {
    fileprivate init(_ reader: inout FrameReader) throws(FrameFault) {
        let text = try reader.text(limit: 128)
        do throws(Malformed) {
            try self.init(text)
        } catch {
            throw FrameFault(reason: "a locale is malformed: \(error.reason)")
        }
    }

    fileprivate static func orAny(_ reader: inout FrameReader) throws(FrameFault) -> LocaleTag? {
        var ahead = reader
        guard try ahead.text(limit: 128) == "*" else { return try LocaleTag(&reader) }
        reader = ahead
        return nil
    }
}

extension ProviderPair {
    fileprivate init(_ reader: inout FrameReader) throws(FrameFault) {
        self.init(
            source: try LocaleTag.orAny(&reader), target: try LocaleTag.orAny(&reader),
            model: try reader.text(limit: 65_536), quality: try reader.text(limit: 65_536),
            pivot: try reader.list(limit: 64) { reader throws(FrameFault) in try LocaleTag(&reader) },
            refused: try reader.optional { reader throws(FrameFault) in try reader.text(limit: 65_536) },
            byNameOnly: try reader.bool(), note: try reader.text(limit: 65_536))
    }
}
