// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A call in flight: what a ticket stands for.
///
/// Its memory is given back, and its place in the instance, once both have happened: the plugin's function has
/// returned, and `finish` has come. Who waits for it may be gone by then.
final class Call: @unchecked Sendable {
    // Sendable: all that changes is touched under the lock of the ticket's shard only, but for the answer, which is
    // read by the one who made the call after it has ended, when no ticket leads here any more.

    /// What was asked.
    enum Kind: Equatable {
        case translate(segments: Int)
        case pairs
        /// Its answer is segment 0.
        case generate
        case recognize(limit: Int)
        case warmup
    }

    let ticket: UInt64
    let kind: Kind
    let instance: Instance
    let outputLimit: Int

    // The answer
    var outputs: [String?] = []
    var outputBytes = 0
    var pairs: [ProviderPair] = []
    var candidates: [LocaleCandidate] = []
    var usage = Usage()
    var modelUsed = ""
    var unknownWords = 0
    var stop = GenerateReply.Stop.end
    /// The first promise that the plugin broke.
    var fault: String?

    // How far it is
    var hasBegun = false
    var hasReturned = false
    var hasFinished = false
    var isAbandoned = false
    var isStuck = false
    /// Whether `cancel` was, or is about to be, called.
    var cancelWasAsked = false
    var result: Result<Void, ProviderError>?
    /// Told once that there is a result.
    var waiter: (@Sendable () -> Void)?
    var timer: UInt64?
    /// Exchanges by `http/1` that end with the call.
    var exchanges: [UInt64] = []

    /// The trace it belongs to (`traceparent`), if it is known: set before the plugin gets the call.
    var traceParent: String?

    /// Whether its texts must not be written down: set before the plugin gets the call.
    var isPrivate = false

    /// The request's memory, if it has any.
    var arena: RequestArena?

    init(kind: Kind, instance: Instance, ticket: UInt64) {
        self.kind = kind
        self.instance = instance
        self.ticket = ticket
        outputLimit = instance.pool.limits.outputBytes
        switch kind {
        case .translate(let count): outputs = Array(repeating: nil, count: count)
        case .generate: outputs = [nil]
        case .pairs, .recognize, .warmup: break
        }
    }

    /// Notes a broken promise.
    func note(_ fault: @autoclosure () -> String) {
        if self.fault == nil { self.fault = fault() }
    }

    /// Takes the output of a segment.
    ///
    /// `text` is `nil` when it was not UTF-8 or too long.
    func take(segment index: Int, _ text: String?, bytes: Int) {
        let count = outputs.count
        guard count > 0 else { return note("it handed a segment to a call without any") }
        guard index >= 0, index < count else {
            return note("it handed over segment \(UInt(bitPattern: index)) of \(count)")
        }
        guard outputs[index] == nil else { return note("it handed over segment \(index) twice") }
        guard bytes >= 0, outputBytes <= outputLimit - bytes else {
            return note("its output is longer than \(outputLimit) bytes")
        }
        guard let text else { return note("its output of segment \(index) is not UTF-8") }
        outputBytes += bytes
        outputs[index] = text
    }

    /// Takes a pair, or `nil` for one that makes no sense.
    func take(pair: ProviderPair?) {
        guard kind == .pairs else { return note("it handed a pair to a call that did not ask for any") }
        guard let pair else { return note("it listed a pair that makes no sense") }
        // Far more than all pairs of all languages that have a code of two letters.
        guard pairs.count < 65_536 else { return note("it listed too many pairs") }
        pairs.append(pair)
    }

    /// Takes a candidate, or `nil` for one that makes no sense.
    func take(candidate: LocaleCandidate?) {
        guard case .recognize(let limit) = kind else {
            return note("it handed a candidate to a call that did not ask for any")
        }
        guard let candidate else { return note("it gave a candidate that makes no sense") }
        guard candidates.count < limit else { return note("it gave more than \(limit) candidates") }
        candidates.append(candidate)
    }

    /// Adds to what was used up; `nil` for a count that makes no sense.
    func take(usage: Usage?) {
        guard let usage else { return note("it used up what makes no sense") }
        let (input, inputOverflows) = self.usage.inputTokens.addingReportingOverflow(usage.inputTokens)
        let (output, outputOverflows) = self.usage.outputTokens.addingReportingOverflow(usage.outputTokens)
        guard !inputOverflows, !outputOverflows else { return note("it used up what makes no sense") }
        let (cached, _) = self.usage.cachedInputTokens.addingReportingOverflow(usage.cachedInputTokens)
        self.usage = Usage(
            inputTokens: input, outputTokens: output, cost: self.usage.cost + usage.cost,
            cachedInputTokens: max(0, min(cached, input)))
    }

    /// How the call ended, from the plugin's word and from what it did.
    func judge(_ outcome: Outcome) -> Result<Void, ProviderError> {
        if let fault { return .failure(broken(fault)) }
        switch outcome.status {
        case .ok:
            if let missing = outputs.firstIndex(where: { $0 == nil }) {
                return .failure(broken("it never handed over segment \(missing) of \(outputs.count)"))
            }
            modelUsed = outcome.modelUsed
            unknownWords = outcome.unknownWords
            stop = outcome.stop
            return .success(())
        case .failed(.cancelled) where !cancelWasAsked:
            return .failure(broken("it ended a call as cancelled that nobody had cancelled"))
        case .failed(let kind):
            let message = outcome.message.isEmpty ? "the provider gave no reason" : outcome.message
            return .failure(ProviderError(kind, "\(name): \(message)", retryAfter: outcome.retryAfter))
        case .nonsense(let fault):
            return .failure(broken(fault))
        }
    }

    private func broken(_ fault: String) -> ProviderError {
        ProviderError(.broken, "\(name): the plugin broke a promise: \(fault)")
    }

    private var name: String { instance.pool.name }
}
