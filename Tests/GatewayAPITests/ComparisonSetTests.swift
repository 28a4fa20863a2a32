// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Test sets".
@Suite struct ComparisonSetTests {
    private static let pair = LocalePair(
        source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"))

    private static func body(_ members: String = "", segments: String = #"[{"source":"One"}]"#) -> String {
        #"{"sourceLocale":"en","targetLocale":"es","segments":\#(segments)\#(members)}"#
    }

    /// A blind test set of two segments, both compared.
    private static func compared(_ gateway: Gateway) async throws -> ComparisonSetID {
        let taken = try await gateway.call(
            "POST", "/comparisons",
            body(#","blind":true"#, segments: #"[{"source":"One","reference":"Uno"},{"source":"=2"}]"#))
        let id = ComparisonSetID(unchecked: try taken.member("id") ?? "")
        let set = try #require(
            try gateway.store.nextComparisonSet(attempts: 3, at: Timestamp(milliseconds: 0)))
        for position in 1...2 {
            let content = JSONObject([.init("text", position == 1 ? "One" : "=2")])
            let comparison = Comparison(
                id: ComparisonID(unchecked: "cmp_\(position)"), organization: set.organization,
                engine: set.engine, source: set.source, target: set.target, isBlind: true, characters: 3,
                content: content,
                candidates: [
                    ComparisonCandidate(
                        number: 1, model: set.models[1], content: JSONObject([.init("text", "Uno, \"uno\"")]),
                        warnings: Array(#"[{"check":"numbers","message":"m"}]"#.utf8), findings: 1,
                        milliseconds: 12, usage: Usage(inputTokens: 1, outputTokens: 2, cost: 0.25),
                        referenceScore: position == 1 ? 61.25 : nil),
                    ComparisonCandidate(number: 2, model: set.models[0], error: "fake/a has no network"),
                ], remembered: 0, createdAt: Timestamp(milliseconds: 0),
                place: ComparisonPlace(
                    set: id, position: position, reference: position == 1 ? "Uno" : nil))
            #expect(try gateway.store.finish(comparison, pair: pair))
        }
        _ = try gateway.store.end(
            id, .completed, errorMessage: nil, at: Timestamp(milliseconds: 1_767_605_400_000))
        return id
    }

    @Test func `a test set is taken, listed, read, cancelled and deleted`() async throws {
        try await withGateway { gateway async throws in
            let taken = try await gateway.call(
                "POST", "/comparisons", Self.body(#","name":"Release 2","budget":5"#))
            #expect(taken.status == 202)
            let id = try taken.member("id") ?? ""
            #expect(id.hasPrefix("cst_"))
            #expect(try taken.member("status") == "queued")
            #expect(try taken.member("engineId") == Gateway.engine.text)
            let json = try taken.json.object
            #expect(json?["segments"] == 1 && json?["done"] == 0 && json?["models"] == ["fake/a", "fake/b"])
            #expect(
                json?["estimate"]
                    == .object(
                        JSONObject([
                            .init("inputTokens", 3), .init("outputTokens", 3), .init("cost", .number("0.03")),
                            .init("unpricedModels", ["fake/b"]),
                        ])))
            let list = try await gateway.call("GET", "/comparisons?engineId=\(Gateway.engine)")
            #expect(try list.json.object?["items"]?.array?.count == 1)
            let read = try await gateway.call("GET", "/comparisons/\(id)")
            #expect(try read.json.object?["results"]?.array?.count == 2)
            #expect(
                try await gateway.call("POST", "/comparisons/\(id)/cancel").member("status") == "cancelled")
            #expect(try await gateway.call("DELETE", "/comparisons/\(id)").text == #"{"id":"\#(id)"}"#)
            #expect(try await gateway.call("GET", "/comparisons/\(id)").status == 404)
        }
    }

    @Test func `a dry run answers the estimate and keeps nothing`() async throws {
        try await withGateway { gateway async throws in
            for (path, members) in [("/comparisons?dryRun=true", ""), ("/comparisons", #","dryRun":true"#)] {
                let answer = try await gateway.call("POST", path, Self.body(members))
                #expect(answer.status == 200)
                #expect(
                    answer.text
                        == #"{"models":["fake/a","fake/b"],"segments":1,"estimate":{"inputTokens":3,"outputTokens":3,"#
                        + #""cost":0.03,"unpricedModels":["fake/b"]}}"#)
            }
            #expect(try await gateway.call("GET", "/comparisons").text == #"{"items":[],"nextCursor":null}"#)
        }
    }

    @Test(arguments: [
        (#"{"targetLocale":"es","segments":[]}"#, "sourceLocale is missing"),
        (body(segments: "[]"), "segments must be 1 to 2000, and are none"),
        (body(segments: "{}"), "segments must be an array, not an object"),
        (body(segments: #"[{"source":"a"},{"source":" "}]"#), "segments[1].source is blank"),
        (body(segments: #"[{"reference":"a"}]"#), "segments[0].source is missing"),
        (
            body(segments: #"[{"source":"a","reference":7}]"#),
            "segments[0].reference must be a string, not a number"
        ),
        (body(#","models":["a/m"]"#), "models must name at least 2 models"),
        (body(#","models":["a/m","a/m"]"#), "models[1] stands twice"),
        (body(#","budget":0"#), "budget must be a number of US dollars above 0"),
        (
            body(#","budget":0.02"#),
            "budget is 0.02 US dollars, less than the 0.03 that it is likely to cost"
        ),
    ])
    func `what cannot be compared is refused with its reason`(body: String, message: String) async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call("POST", "/comparisons", body)
            #expect(answer.status == 400)
            #expect(try answer.member("message") == message)
        }
    }

    @Test func `more segments than there may be are refused`() async throws {
        try await withGateway { gateway async throws in
            let segments = Array(repeating: #"{"source":"a"}"#, count: 2001).joined(separator: ",")
            let answer = try await gateway.call(
                "POST", "/comparisons?dryRun=true", Self.body(segments: "[\(segments)]"))
            #expect(try answer.member("message") == "segments must be 1 to 2000, and are more")
            let table = "source\n" + String(repeating: "a\n", count: 2001)
            let file = try await gateway.call(
                "POST", "/comparisons?sourceLocale=en&targetLocale=es&dryRun=true&format=csv", table)
            #expect(try file.member("message") == "segments must be 1 to 2000, and are more")
        }
    }

    @Test func `a file is taken with the rest as parameters`() async throws {
        try await withGateway { gateway async throws in
            let rest = "sourceLocale=en&targetLocale=es&models=x/1,x/2&blind=true&budget=9&name=Set"
            let taken = try await gateway.call(
                "POST", "/comparisons?\(rest)", "source,reference\nOne,Uno\n\"Two, too\",\n",
                ["Content-Type: text/csv; charset=utf-8"])
            #expect(taken.status == 202)
            let json = try taken.json.object
            #expect(json?["segments"] == 2 && json?["models"] == ["x/1", "x/2"] && json?["blind"] == true)
            #expect(json?["budget"] == 9 && json?["name"] == "Set")
            let id = ComparisonSetID(unchecked: try taken.member("id") ?? "")
            #expect(
                try gateway.store.openSegments(of: id, limit: 9) == [
                    TestSegment(position: 1, source: "One", reference: "Uno"),
                    TestSegment(position: 2, source: "Two, too"),
                ])
            let faulty = try await gateway.call(
                "POST", "/comparisons?\(rest)&format=csv", "source\nOne\n \n")
            #expect(faulty.status == 400)
            #expect(try faulty.member("message") == "line 3, column 1: source is blank")
            let unit =
                #"<tu srclang="en"><tuv xml:lang="en"><seg>One</seg></tuv><tuv xml:lang="es"><seg>Uno</seg></tuv></tu>"#
            let memory = try await gateway.call(
                "POST", "/comparisons?sourceLocale=en&targetLocale=es&format=tmx",
                #"<tmx version="1.4"><header srclang="en"/><body>\#(unit)</body></tmx>"#)
            #expect(memory.status == 202)
            #expect(try memory.json.object?["segments"] == 1)
            let odd = try await gateway.call("POST", "/comparisons?\(rest)&format=xls", "x")
            #expect(try odd.member("message") == "format must be one of csv, tmx")
        }
    }

    @Test func `segments are read page by page, blind ones without names until that rater has chosen`()
        async throws
    {
        try await withGateway { gateway async throws in
            let id = try await Self.compared(gateway)
            let choice = ComparisonChoice(rater: "Ana", candidate: 1, at: Timestamp(milliseconds: 0))
            _ = try await gateway.store.choose(
                choice, in: ComparisonID(unchecked: "cmp_1"), of: Gateway.organization, by: .operator)
            func segments(_ query: String) async throws -> [JSONObject] {
                let page = try await gateway.call("GET", "/comparisons/\(id)/segments?\(query)")
                return (try page.json.object?["items"]?.array ?? []).compactMap(\.object)
            }
            func models(_ segment: JSONObject) -> [String?] {
                (segment["candidates"]?.array ?? []).map { $0.object?["model"]?.string }
            }
            let all = try await segments("")
            #expect(all.map { $0["position"] } == [1, 2])
            #expect(all.map(models) == [["fake/b", "fake/a"], [nil, nil]])
            #expect(all[0]["reference"]?.string == "Uno" && all[0]["setId"]?.string == id.text)
            #expect(all[0]["candidates"]?.array?[0].object?["chrf"] == .number("61.3"))
            #expect(try await segments("rater=Ana").map(models) == [["fake/b", "fake/a"], [nil, nil]])
            let others = try await segments("rater=Ben")
            #expect(others.map(models) == [[nil, nil], [nil, nil]])
            // Nor what Ana prefers.
            #expect(others[0]["choices"] == [])
            let page = try await gateway.call("GET", "/comparisons/\(id)/segments?limit=1")
            #expect(try page.member("nextCursor") == "1")
            #expect(try await segments("limit=1&cursor=1").map { $0["position"] } == [2])
            #expect(try await gateway.call("GET", "/comparisons/\(id)/segments?cursor=x").status == 400)
        }
    }

    @Test func `results are summed up by model and rater`() async throws {
        try await withGateway { gateway async throws in
            let id = try await Self.compared(gateway)
            for rater in ["Ana", "Ben"] {
                let choice = ComparisonChoice(rater: rater, candidate: 1, at: Timestamp(milliseconds: 0))
                _ = try await gateway.store.choose(
                    choice, in: ComparisonID(unchecked: "cmp_1"), of: Gateway.organization, by: .operator)
            }
            let read = try await gateway.call("GET", "/comparisons/\(id)")
            let text = read.text
            #expect(text.contains(#""status":"completed""#) && text.contains(#""spent":0.5,"#))
            #expect(
                text.contains(
                    #"{"model":"fake/b","segments":2,"failures":0,"chrf":61.3,"checkFailures":2,"#
                        + #""terms":{"kept":0,"inserted":0,"missed":0},"medianLatencyMs":12,"cost":0.5,"#
                        + #""wins":2,"losses":0,"draws":0}"#))
            #expect(
                text.contains(
                    #""raters":{"raters":2,"choices":2,"sharedSegments":1,"agreeingPairs":1,"kappa":null}"#))
        }
    }

    @Test func `a table has a row for each segment and candidate, and a column for each rater`() async throws
    {
        try await withGateway { gateway async throws in
            let id = try await Self.compared(gateway)
            let choice = ComparisonChoice(rater: "Ana", candidate: 1, at: Timestamp(milliseconds: 0))
            _ = try await gateway.store.choose(
                choice, in: ComparisonID(unchecked: "cmp_1"), of: Gateway.organization, by: .operator)
            let table = try await gateway.call("GET", "/comparisons/\(id)/export")
            #expect(table.status == 200)
            let rows = table.text.split(separator: "\r\n").map(String.init)
            #expect(
                rows == [
                    "segment,source,reference,candidate,model,translation,error,chrf,findings,termsKept,termsInserted,"
                        + "termsMissed,latencyMs,cost,choice of Ana",
                    #"1,One,Uno,1,fake/b,"Uno, ""uno""",,61.3,numbers,0,0,0,12,0.25,win"#,
                    "1,One,Uno,2,fake/a,,fake/a has no network,,,0,0,0,0,0.0,loss",
                    #"2,=2,,1,,"Uno, ""uno""",,,numbers,0,0,0,,,"#,
                    "2,=2,,2,,,the model made no translation,,,0,0,0,,,",
                ])
        }
    }

    @Test func `another organization's test sets do not exist`() async throws {
        try await withGateway { gateway async throws in
            let id = try await Self.compared(gateway)
            for (method, path) in [
                ("GET", ""), ("GET", "/segments"), ("GET", "/export"), ("POST", "/cancel"), ("DELETE", ""),
            ] {
                let answer = try await gateway.call(
                    method, "/comparisons/\(id)\(path)", key: Gateway.otherKey)
                #expect(answer.status == 404, "\(method) \(path)")
            }
            #expect(
                try await gateway.call("GET", "/comparisons", key: Gateway.otherKey).text
                    == #"{"items":[],"nextCursor":null}"#)
        }
    }
}
