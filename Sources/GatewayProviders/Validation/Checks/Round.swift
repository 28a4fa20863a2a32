// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A little of everything that a host does with a provider.
enum Round {
    /// Makes an instance, makes calls of every kind, good ones and bad ones, ends it, and looks on for a while.
    ///
    /// Gives the records of the calls that were asked for a text. What was done wrong is in the book.
    @discardableResult
    static func of(_ run: CheckRun, text: String = "Hello, world.") throws(CheckFault) -> [CallRecord] {
        let instance = try run.instance()
        let offers = instance.providerClass
        var tickets: [UInt64] = []
        if offers.warmUp != nil { _ = try run.wait(run.warmUp(run.facts.model, in: instance)) }
        if offers.listPairs != nil { _ = try run.wait(run.list(in: instance)) }
        if offers.recognize != nil {
            _ = try run.wait(run.recognize(text, in: instance))
            _ = try run.wait(run.recognize("", candidates: ["de", "fr"], limit: 1, in: instance))
        }
        if offers.generate != nil {
            for script in HTTPScript.all(answer: run.job.answer) {
                run.book.state.change { $0.script = script }
                let ticket = try run.begin(run.prompt(text), in: instance)
                _ = try run.wait(ticket)
                tickets.append(ticket)
            }
        } else if offers.translate != nil {
            let samples = [TokenSample.single, .pairs, .adjacent]
            let calls = [
                run.batch([text]), run.batch(Texts.ordinary + [text]),
                run.batch(samples.map(\.text), spans: samples.map(\.spans)), run.batch([""]),
            ]
            for call in calls {
                let ticket = try run.begin(call, in: instance)
                _ = try run.wait(ticket)
                tickets.append(ticket)
            }
        }
        if offers.translate != nil || offers.generate != nil {
            let unknown = try run.ask(text, model: "no-such-model", in: instance)
            _ = try run.wait(unknown)
            let cancelled = try run.ask(text, in: instance)
            instance.cancel(cancelled)
            _ = try run.wait(cancelled)
            tickets += [unknown, cancelled]
        }
        run.settle(milliseconds: 50)
        instance.destroy()
        run.settle()
        return tickets.compactMap { ticket in run.book.state.change { $0.calls[ticket] } }
    }
}

extension HTTPScript {
    /// Everything that a service may do to a plugin.
    static func all(answer: String) -> [HTTPScript] {
        let scripts: [HTTPScript] = [
            .unreachable, .answer(401, body: "{\"error\":{\"message\":\"bad key\"}}"),
            .answer(429, headers: [("retry-after", "3")], body: ""), .answer(500, body: "oops"),
            .answer(503, headers: [("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], body: ""),
            .answer(200, body: ""), .answer(200, body: "{"), .answer(200, body: "[1,2,3]"),
            .answer(200, body: "{\"choices\":[]}"), .answer(200, body: "\u{FFFD}\u{0}"),
            .answer(204, body: ""), .answer(302, headers: [("location", "http://127.0.0.1/")], body: ""),
        ]
        return answer.isEmpty ? scripts : scripts + [.answer(200, body: answer)]
    }
}
