// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

extension PluginCheck {
    private static let answering = Subject.provider { $0.answers }
    private static let translating = Subject.provider { $0.onlyTranslates }

    /// How calls end.
    static let ofCalls: [PluginCheck] = [
        PluginCheck("call-finishes-once", "every call is finished exactly once", of: .each) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.finishedTwice, .unknownTicket)
        },
        PluginCheck(
            "call-segments-once", "each segment is handed over once, by an index that there is", of: answering
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.segmentTwice, .segmentOutOfRange, .wrongKind)
        },
        PluginCheck("call-all-segments", "with DGM_OK every segment was handed over", of: answering) {
            run throws(CheckFault) in
            for record in try Round.of(run) where record.isOK {
                if let missing = record.outputs.firstIndex(where: { $0 == nil }) {
                    throw .broken("segment \(missing) of \(record.outputs.count) never came")
                }
            }
        },
        PluginCheck("call-output-utf8", "what is handed over is UTF-8", of: answering) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.notUTF8)
        },
        PluginCheck(
            "call-quiet-after-finish", "nothing is handed over under a ticket that was finished", of: .each
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.afterFinish)
        },
        PluginCheck("call-request-until-finish", "the request is not looked at after finish", of: answering) {
            run throws(CheckFault) in
            run.book.state.change { $0.spoilsRequests = true }
            try Round.of(run)
            try run.refuse(.notUTF8, .segmentOutOfRange, .afterFinish)
        },
        PluginCheck(
            "call-outcome", "outcomes have a status that is known, a short message and a sane retry_after_ms",
            of: .each
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.outcome)
        },
        PluginCheck(
            "call-unasked-cancel", "DGM_CANCELLED is only said of calls that were cancelled", of: .each
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.unaskedCancel)
        },
        PluginCheck(
            "call-usage", "usage is finite, not negative, and cached tokens are part of all", of: answering
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.usage)
        },
        PluginCheck(
            "call-unknown-model", "a model that is not there ends a call with DGM_UNSUPPORTED_PAIR",
            of: .provider { $0.onlyTranslates && !$0.usesHTTP }
        ) { run throws(CheckFault) in
            let instance = try run.instance()
            let record = try run.wait(run.ask(model: "no-such-model-\u{1F4A5}", in: instance))
            if record.status != Int32(DGM_UNSUPPORTED_PAIR.rawValue) {
                throw .broken("it ended with \(record.inWords)")
            }
        },
        PluginCheck(
            "call-unknown-pair", "a pair that is not there ends a call with DGM_UNSUPPORTED_PAIR",
            of: .provider { $0.onlyTranslates && !$0.takesAnyPair && $0.listsPairs && !$0.usesHTTP }
        ) { run throws(CheckFault) in
            let instance = try run.instance()
            var call = run.batch(["Hello"])
            (call.source, call.target) = (LocaleTag(unchecked: "qaa"), LocaleTag(unchecked: "qab"))
            let record = try run.wait(run.begin(call, in: instance))
            if record.status != Int32(DGM_UNSUPPORTED_PAIR.rawValue) {
                throw .broken("it ended with \(record.inWords)")
            }
        },
        PluginCheck(
            "call-locales", "locales with script, region, variant or extension are translated or unsupported",
            of: translating
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let endings = [
                "-Latn", "-US", "-Latn-US", "-u-ca-gregory", "-x-private", "-1996", "-Latn-US-1996-u-nu-latn",
            ]
            for ending in endings {
                var call = run.batch(["Hello"])
                call.source = LocaleTag(unchecked: run.facts.source + ending)
                call.target = LocaleTag(unchecked: run.facts.target + ending)
                let record = try run.wait(run.begin(call, in: instance))
                if !record.isOK, record.status != Int32(DGM_UNSUPPORTED_PAIR.rawValue), !run.facts.usesHTTP {
                    throw .broken("\(call.source) to \(call.target) ended with \(record.inWords)")
                }
            }
        },
        PluginCheck("call-odd-locales", "no locale makes a call crash or stay open", of: translating) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for locale in [
                "", "und", "mul", "*", "x-klingon", "EN", "en_US", String(repeating: "a", count: 4_000),
            ] {
                var call = run.batch(["Hello"])
                call.target = LocaleTag(unchecked: locale)
                _ = try run.wait(run.begin(call, in: instance))
                swap(&call.source, &call.target)
                _ = try run.wait(run.begin(call, in: instance))
            }
        },
        PluginCheck(
            "call-deadline", "a deadline that is short or over does not keep a call from its finish",
            of: answering, seconds: 30
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for deadline in [Int64(0), 1, -1, .min, .max] {
                let record = try run.wait(run.ask(in: instance, deadline: deadline), seconds: 5)
                if deadline == .max, !record.isOK { _ = try run.answered(run.ask(in: instance)) }
            }
        },
        PluginCheck(
            "call-open-side-by-side", "as many calls are open at once as max_open_tickets says", of: answering
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let most = instance.providerClass.maximumOpenCalls
            var tickets: [UInt64] = []
            for _ in 0..<(most > 0 ? min(most, 16) : 16) { tickets.append(try run.ask(in: instance)) }
            for ticket in tickets { _ = try run.wait(ticket) }
        },
        PluginCheck("call-ticket-whole", "tickets are 64 bits wide", of: answering) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for ticket in [UInt64.max, 1 << 63, 1 << 32, 1] {
                _ = try run.wait(run.ask(in: instance, ticket: ticket))
            }
            try run.refuse(.unknownTicket)
        },
        PluginCheck(
            "call-repeats", "an equal request with an equal seed gives an equal answer", of: translating
        ) {
            run throws(CheckFault) in
            let (first, second) = (try run.instance(), try run.providerClass())
            let call = run.batch(Texts.ordinary)
            let expected = try run.outputs(call, in: first)
            for _ in 0..<3 where try run.outputs(call, in: first) != expected {
                throw .broken("the same instance gives another text the next time")
            }
            guard second.maximumInstances != 1 else { return }
            if try run.outputs(call, in: run.instance(of: second)) != expected {
                throw .broken("another instance gives another text")
            }
        },
        PluginCheck(
            "call-parallel-as-serial", "calls that are open side by side give what they give one by one",
            of: translating, seconds: 30
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            var expected: [[String]] = []
            for text in Texts.ordinary {
                expected.append(try run.outputs(run.batch([text, "Yes"]), in: instance))
            }
            let most = instance.providerClass.maximumOpenCalls
            guard most != 1 else { return }
            for start in stride(from: 0, to: Texts.ordinary.count, by: most > 0 ? min(most, 8) : 8) {
                let part = Texts.ordinary.indices[start...].prefix(most > 0 ? min(most, 8) : 8)
                var tickets: [UInt64] = []
                for index in part {
                    tickets.append(try run.begin(run.batch([Texts.ordinary[index], "Yes"]), in: instance))
                }
                for (index, ticket) in zip(part, tickets)
                where try run.answered(ticket).texts != expected[index] {
                    throw .broken("\"\(Texts.ordinary[index])\" comes out differently beside other calls")
                }
            }
        },
        PluginCheck(
            "call-message-without-content", "no message and no line of log has text of a request in it",
            of: answering
        ) {
            run throws(CheckFault) in
            let canary = "Zanzibarquokka"
            let records = try Round.of(run, text: "Hello \(canary).")
            for message in records.compactMap({ $0.end?.message }) where message.contains(canary) {
                throw .broken("a message repeats the text")
            }
            if run.book.state.change({ $0.log }).contains(where: { $0.contains(canary) }) {
                throw .broken("a line of log repeats the text")
            }
        },
    ]

    /// What `cancel` does.
    static let ofCancelling: [PluginCheck] = [
        cancelling("cancel-open", "a call that is cancelled after its function returned is still finished") {
            run, instance throws(CheckFault) in
            for _ in 0..<20 {
                let ticket = try run.begin(run.largeCall, in: instance, run)
                instance.cancel(ticket)
                try endsInOrder(run, ticket)
            }
        },
        cancelling("cancel-during-call", "cancel may come from another thread while the call runs") {
            run, instance throws(CheckFault) in
            for index in 0..<10 {
                let ticket = run.book.number()
                let job = run.job
                let results = Parallel.run(2) { part in
                    Result { () throws(CheckFault) in
                        let run = CheckRun(job)
                        if part == 0 {
                            _ = try run.begin(run.largeCall, in: instance, run, ticket: ticket)
                        } else {
                            run.settle(milliseconds: UInt32(index % 4))
                            instance.cancel(ticket)
                        }
                    }
                }
                for result in results { try result.get() }
                // The first may have come before the plugin had the call.
                instance.cancel(ticket)
                try endsInOrder(run, ticket)
            }
        },
        cancelling("cancel-twice", "a second cancel changes nothing") { run, instance throws(CheckFault) in
            let ticket = try run.begin(run.largeCall, in: instance, run)
            for _ in 0..<3 { instance.cancel(ticket) }
            try endsInOrder(run, ticket)
        },
        cancelling("cancel-after-finish", "a cancel that comes too late changes nothing") {
            run, instance throws(CheckFault) in
            let ticket = try run.ask(in: instance)
            _ = try run.wait(ticket)
            for _ in 0..<3 { instance.cancel(ticket) }
            try endsInOrder(run, ticket)
        },
        cancelling("cancel-unknown-ticket", "a ticket that the plugin never saw is overlooked") {
            run, instance throws(CheckFault) in
            for ticket in [UInt64(0), 1, 99_999, .max] { instance.cancel(ticket) }
            let open = try run.ask(in: instance)
            instance.cancel(open &+ 1_000_000)
            run.settle()
            try run.refuse(.unknownTicket, .finishedTwice, .afterFinish)
            _ = try run.wait(open)
        },
        cancelling("cancel-leaves-others", "cancelling one call leaves the others as they are") {
            run, instance throws(CheckFault) in
            guard instance.providerClass.maximumOpenCalls != 1 else { return }
            let (first, second) = (try run.ask(in: instance), try run.ask(in: instance))
            instance.cancel(first)
            let record = try run.wait(second)
            if record.status == Int32(DGM_CANCELLED.rawValue) {
                throw .broken("another call ended as cancelled")
            }
            try endsInOrder(run, first)
        },
        cancelling("cancel-works-on", "after calls that were cancelled an instance goes on working") {
            run, instance throws(CheckFault) in
            for _ in 0..<50 {
                let ticket = try run.ask(in: instance)
                instance.cancel(ticket)
                _ = try run.wait(ticket)
            }
            _ = try run.answered(run.ask(in: instance))
        },
        cancelling(
            "cancel-then-destroy",
            "an instance whose calls were cancelled can be ended, and is quiet after that"
        ) {
            run, instance throws(CheckFault) in
            for _ in 0..<5 {
                let ticket = try run.ask(in: instance)
                instance.cancel(ticket)
                _ = try run.wait(ticket)
            }
            instance.destroy()
            run.settle(milliseconds: 200)
            try run.refuse(.unknownInstance, .unknownTicket, .afterFinish, .finishedTwice)
        },
    ]

    private static func cancelling(
        _ name: String, _ promise: String,
        _ body: @escaping @Sendable (CheckRun, CheckedInstance) throws(CheckFault) -> Void
    ) -> PluginCheck {
        PluginCheck(name, promise, of: .provider { $0.cancels }, seconds: 40) { run throws(CheckFault) in
            // Cancelling matters most where a call waits, so a service never answers here by itself.
            run.book.state.change { $0.script = .silence }
            let instance = try run.instance()
            let ends = [
                "cancel-works-on", "cancel-leaves-others", "cancel-after-finish", "cancel-unknown-ticket",
            ]
            if ends.contains(name) { run.letServiceAnswer() }
            try body(run, instance)
        }
    }

    /// A cancelled call ended once, as done or as cancelled, and nothing came after.
    private static func endsInOrder(_ run: CheckRun, _ ticket: UInt64) throws(CheckFault) {
        let record = try run.wait(ticket, seconds: 5)
        let mayEnd = record.isOK || record.status == Int32(DGM_CANCELLED.rawValue) || run.facts.usesHTTP
        if !mayEnd { throw .broken("a cancelled call ended with \(record.inWords)") }
        try run.refuse(.finishedTwice, .afterFinish, .unknownTicket)
    }
}

extension CheckRun {
    /// What takes a while.
    fileprivate var largeCall: TranslateCall {
        batch(Array(repeating: "The house is big, and the garden is larger than the house.", count: 64))
    }

    /// Begins a large batch, or a prompt where no texts are taken.
    fileprivate func begin(
        _ call: TranslateCall, in instance: CheckedInstance, _ run: CheckRun, ticket: UInt64? = nil
    ) throws(CheckFault) -> UInt64 {
        instance.providerClass.generate != nil
            ? try begin(prompt(), in: instance, ticket: ticket)
            : try begin(call, in: instance, ticket: ticket)
    }
}
