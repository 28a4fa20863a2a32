// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

extension PluginCheck {
    private static let generating = Subject.provider { $0.generates }
    private static let asking = Subject.provider { $0.usesHTTP }

    /// `generate/1`.
    static let ofGenerating: [PluginCheck] = [
        PluginCheck(
            "generate-answers", "the answer is handed over whole, as segment 0, with usage", of: generating
        ) {
            run throws(CheckFault) in
            let record = try run.answered(run.begin(run.prompt(), in: answering(run)))
            if record.outputs[0]?.isEmpty != false { throw .broken("the answer is empty") }
            try run.refuse(.notUTF8, .usage, .outcome)
        },
        PluginCheck(
            "generate-sends-prompt", "all messages of a prompt are sent to the service",
            of: .provider { $0.generates && $0.usesHTTP }
        ) {
            run throws(CheckFault) in
            let messages = [
                PromptMessage(.system, "canary-system-1", isStable: true),
                PromptMessage(.user, "canary-user-2"),
                PromptMessage(.assistant, "canary-assistant-3"), PromptMessage(.user, "canary-user-4"),
            ]
            var call = run.prompt()
            call.messages = messages
            let body = try sent(run, call)
            if let missing = messages.first(where: { !body.contains($0.text) }) {
                throw .broken("message \"\(missing.text)\" is not in the body")
            }
        },
        PluginCheck(
            "generate-sends-hard-texts", "a prompt of any text is sent as valid JSON, when it is JSON",
            of: .provider { $0.generates && $0.usesHTTP }
        ) {
            run throws(CheckFault) in
            var call = run.prompt()
            call.messages = (Texts.hard + [""]).map { PromptMessage(.user, $0) }
            let body = try sent(run, call)
            guard body.hasPrefix("{") else { return }
            do throws(JSONError) {
                _ = try JSONValue(parsing: Array(body.utf8))
            } catch {
                throw .broken("the body is not JSON: at byte \(error.offset) \(error.reason)")
            }
        },
        PluginCheck(
            "generate-sends-schema", "a schema is sent where the service can be held to one",
            of: .provider { $0.generates && $0.usesHTTP }
        ) {
            run throws(CheckFault) in
            var call = run.prompt()
            call.schema = (
                "canary_schema", #"{"type":"object","properties":{"canary_property":{"type":"string"}}}"#
            )
            call.maximumOutputTokens = 77
            call.temperature = 0.25
            let body = try sent(run, call)
            if !body.contains("canary_property") {
                throw .skipped("it sends none; good for a service that knows no schemas")
            }
        },
        PluginCheck(
            "generate-long-answer", "an answer of 1 MiB is handed over or ends the call",
            of: .provider { $0.generates && $0.usesHTTP }
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let long = String(repeating: "x", count: 1 << 20)
            for body in [long, run.job.answer.isEmpty ? "\"" + long : run.job.answer + long] {
                run.book.state.change { $0.script = .answer(200, body: body) }
                _ = try run.wait(run.begin(run.prompt(), in: instance))
            }
            try run.refuse(.notUTF8)
        },
    ]

    /// An instance whose service answers as the author says that it does.
    private static func answering(_ run: CheckRun) throws(CheckFault) -> CheckedInstance {
        if run.facts.usesHTTP {
            guard !run.job.answer.isEmpty else {
                throw .skipped("--answer FILE gives an answer of its service to see this by")
            }
        }
        return try run.instance()
    }

    /// The body that a prompt is sent as.
    private static func sent(_ run: CheckRun, _ call: GenerateCall) throws(CheckFault) -> String {
        _ = try run.wait(run.begin(call, in: run.instance()))
        let body = run.book.state.change { $0.exchanges.values.first?.request.body }
        guard let body else { throw .broken("it sent nothing") }
        return String(decoding: body, as: UTF8.self)
    }

    /// What goes on between a plugin and the host's services.
    static let ofServices: [PluginCheck] = [
        PluginCheck(
            "services-sane-requests",
            "services are asked for instances that there are, with requests that make sense", of: .each
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            try run.refuse(.unknownInstance, .request)
        },
        PluginCheck(
            "services-quiet-after-destroy", "no service is asked, and nothing handed over, after destroy",
            of: .each
        ) {
            run throws(CheckFault) in
            try Round.of(run)
            let before = run.book.state.change { $0.hostCalls }
            run.settle(milliseconds: 400)
            let after = run.book.state.change { $0.hostCalls }
            if after > before { throw .broken("the host was called \(after - before) times") }
            try run.refuse(.unknownInstance)
        },
        PluginCheck(
            "http-for-its-call", "an exchange names the call that it serves, so that it ends with it",
            of: asking
        ) {
            run throws(CheckFault) in
            let ticket = try run.ask(in: run.instance())
            _ = try run.wait(ticket)
            let exchanges = run.book.state.change { Array($0.exchanges.values) }
            if exchanges.contains(where: { $0.ticket != ticket }) {
                throw .broken("on_behalf_of is another ticket")
            }
        },
        PluginCheck(
            "http-hosts", "exchanges go to hosts of the manifest or to the setting base_url", of: asking
        ) {
            run throws(CheckFault) in
            _ = try run.wait(run.ask(in: run.instance()))
            let hosts = try run.manifest().hosts
            let base = run.job.settings["base_url"]?.string.map(Self.host)
            for exchange in run.book.state.change({ Array($0.exchanges.values) }) {
                let host = Self.host(of: exchange.request.url)
                if host != base, !hosts.contains(host) {
                    throw .broken("\(host) is not in the manifest's hosts")
                }
            }
        },
        answers(
            "http-unreachable", "a service that cannot be reached is DGM_UNAVAILABLE", .unreachable,
            [DGM_UNAVAILABLE]),
        answers("http-unauthorized", "401 is DGM_UNAUTHORIZED", .answer(401, body: "{}"), [DGM_UNAUTHORIZED]),
        answers(
            "http-rate-limited", "429 is DGM_RATE_LIMITED, or DGM_QUOTA",
            .answer(429, headers: [("retry-after", "7")], body: "{}"), [DGM_RATE_LIMITED, DGM_QUOTA]),
        answers(
            "http-server-error", "500 is DGM_UNAVAILABLE, or DGM_BROKEN", .answer(500, body: "oops"),
            [DGM_UNAVAILABLE, DGM_BROKEN, DGM_TIMED_OUT]),
        answers(
            "http-nonsense", "an answer that makes no sense is DGM_BROKEN",
            .answer(200, body: "no sense \u{FFFD}"),
            [DGM_BROKEN]),
        PluginCheck(
            "http-any-answer", "whatever the service answers, the call ends, and not with DGM_OK for nothing",
            of: asking, seconds: 60
        ) {
            run throws(CheckFault) in
            let instance = try run.instance()
            for script in HTTPScript.all(answer: "") {
                run.book.state.change { $0.script = script }
                let record = try run.wait(run.ask(in: instance))
                if record.isOK { throw .broken("DGM_OK for \(script.inWords)") }
            }
        },
        PluginCheck(
            "http-cancel", "cancel ends a call that waits for its service",
            of: .provider { $0.usesHTTP && $0.cancels }
        ) {
            run throws(CheckFault) in
            run.book.state.change { $0.script = .silence }
            let instance = try run.instance()
            let ticket = try run.ask(in: instance)
            instance.cancel(ticket)
            _ = try run.wait(ticket, seconds: 5)
        },
        PluginCheck(
            "http-destroy", "an instance with an exchange that nobody waits for can be ended",
            of: .provider { $0.usesHTTP && $0.cancels }
        ) {
            run throws(CheckFault) in
            run.book.state.change { $0.script = .silence }
            let instance = try run.instance()
            let ticket = try run.ask(in: instance)
            instance.cancel(ticket)
            _ = try run.wait(ticket, seconds: 5)
            instance.destroy()
            for handle in run.book.state.change({ Array($0.exchanges.keys) }) {
                CheckHostServices.answer(handle, .failure(.cancelled))
            }
            run.settle(milliseconds: 200)
        },
        PluginCheck("secret-unspoken", "no credential is in a message, in the log or in a URL", of: asking) {
            run throws(CheckFault) in
            let instance = try run.instance()
            let secrets = try run.manifest().providers.flatMap(\.secrets).map(CheckBook.secret)
            for status in [200, 400, 401, 403, 429, 500] {
                // Services do repeat a key that they refuse.
                let body = #"{"error":{"message":"Incorrect key: \#(secrets.joined(separator: " "))"}}"#
                run.book.state.change { $0.script = .answer(status, body: body) }
                let record = try run.wait(run.ask(in: instance))
                if let message = record.end?.message, secrets.contains(where: { message.contains($0) }) {
                    throw .broken("the message of \(CallRecord.name(of: record.status)) has one")
                }
            }
            let (log, urls) = run.book.state.change { ($0.log, $0.exchanges.values.map(\.request.url)) }
            for secret in secrets {
                if log.contains(where: { $0.contains(secret) }) { throw .broken("a line of log has one") }
                if urls.contains(where: { $0.contains(secret) }) { throw .broken("a URL has one") }
            }
        },
        PluginCheck(
            "secret-asked-each-time", "a credential is asked for with each call, by a name of the manifest",
            of: asking
        ) {
            run throws(CheckFault) in
            let named = Set(try run.manifest().providers.flatMap(\.secrets))
            let instance = try run.instance()
            _ = try run.wait(run.ask(in: instance))
            let asked = run.book.state.change { state in
                defer { state.secretsAsked = [] }
                return state.secretsAsked
            }
            if let other = asked.subtracting(named).first {
                throw .broken("\"\(other)\" is not in the manifest")
            }
            _ = try run.wait(run.ask(in: instance))
            let again = run.book.state.change { $0.secretsAsked }
            if !asked.isEmpty, again.isEmpty { throw .broken("the second call did not ask for one") }
        },
        PluginCheck(
            "secret-missing", "without a credential that it needs a call ends with DGM_UNAUTHORIZED",
            of: .provider { $0.usesHTTP && $0.generates }
        ) { run throws(CheckFault) in
            guard try run.manifest().providers.contains(where: { !$0.secrets.isEmpty }) else { return }
            let instance = try run.instance()
            run.book.state.change { $0.secrets = [] }
            let record = try run.wait(run.ask(in: instance))
            // One that is optional, for a service without keys, is left out: then there is an exchange.
            let asked = run.book.state.change { !$0.exchanges.isEmpty }
            if !asked, record.status != Int32(DGM_UNAUTHORIZED.rawValue) {
                throw .broken("it ended with \(record.inWords)")
            }
        },
    ]

    private static func answers(
        _ name: String, _ promise: String, _ script: HTTPScript, _ statuses: [dgm_status]
    ) -> PluginCheck {
        PluginCheck(name, promise, of: asking) { run throws(CheckFault) in
            run.book.state.change { $0.script = script }
            let record = try run.wait(run.ask(in: run.instance()))
            guard !statuses.contains(where: { Int32($0.rawValue) == record.status }) else { return }
            throw .broken("it ended with \(record.inWords)")
        }
    }

    /// The host of a URL, without port.
    private static func host(of url: String) -> String {
        let rest = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2)
            .first
        let authority = (rest ?? "").prefix { !"/?#".contains($0) }
        return authority.split(separator: ":").first.map(String.init) ?? ""
    }
}

extension HTTPScript {
    fileprivate var inWords: String {
        switch self {
        case .unreachable: "a service that is not there"
        case .silence: "no answer"
        case .answer(let status, _, let body): "an answer \(status) of \(body.utf8.count) bytes"
        }
    }
}
