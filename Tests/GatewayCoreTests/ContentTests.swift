// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct ContentTests {
    private func content(_ json: String, hints: [String: [String]] = [:], locked: [String] = []) throws
        -> Content
    {
        let value = try JSONValue(parsing: json)
        return Content(try #require(value.object), hints: hints, locked: try LockedKeys(locked))
    }

    @Test func `every string value that is not blank is a leaf with its path`() throws {
        let content = try content(
            #"{"a":"x","b":["y",{"c":"z"}],"n":1.50,"t":true,"o":null,"e":"","s":" \n\u00a0\u3000"}"#)
        #expect(content.leaves.map(\.path) == ["a", "b.0", "b.1.c"])
        #expect(content.leaves.map(\.text) == ["x", "y", "z"])
    }

    @Test func `the shape, the order and the spelling of the rest stay`() throws {
        let content = try content(#"{"z":"x","a":{"n":1.50,"list":["y",2,null,""]},"b":" "}"#)
        let rebuilt = JSONValue.object(content.replacing(["X", "Y"]))
        #expect(
            String(decoding: rebuilt.bytes, as: UTF8.self)
                == #"{"z":"X","a":{"n":1.50,"list":["Y",2,null,""]},"b":" "}"#)
    }

    @Test func `a chat keeps its names`() throws {
        let content = try content(#"{"chat":[{"name":"Ana","text":"Hi"},{"name":"Bo","text":"Yo"}]}"#)
        #expect(content.leaves.map(\.path) == ["chat.0.text", "chat.1.text"])
    }

    @Test(arguments: [
        #"{"chat":[{"name":"Ana","text":"Hi","x":"y"}]}"#, #"{"a":{"chat":[{"name":"Ana","text":"Hi"}]}}"#,
        #"{"chat":[{"name":"Ana","text":1}]}"#,
    ])
    func `what only looks like a chat is content`(_ json: String) throws {
        #expect(try content(json).leaves.contains { $0.text == "Ana" })
    }

    @Test func `a dictionary's own locale is no text`() throws {
        #expect(
            try content(#"{"version":1,"locale":"en","entries":{"a":"b"}}"#).leaves.map(\.path) == [
                "entries.a"
            ])
        #expect(try content(#"{"locale":"en"}"#).leaves.count == 1)
        #expect(try content(#"{"version":1,"locale":"Where you are"}"#).leaves.count == 1)
    }

    @Test func `a locked container locks all below it, whatever the type`() throws {
        let content = try content(
            #"{"id":{"x":"a","y":["b",1]},"t":"c","chat":"d"}"#, locked: ["id", "/chat"])
        #expect(content.leaves.map(\.text) == ["c"])
    }

    @Test func `a chat can be locked`() throws {
        #expect(try content(#"{"chat":[{"name":"Ana","text":"Hi"}]}"#, locked: ["chat"]).leaves.isEmpty)
        #expect(try content(#"{"chat":[{"name":"Ana","text":"Hi"}]}"#, locked: ["text"]).leaves.isEmpty)
    }

    @Test func `hints belong to a top-level key or to a whole path`() throws {
        let content = try content(
            #"{"nav":{"home":"Home","back":"Back"},"t":"x"}"#,
            hints: ["nav": ["menu"], "nav.back": ["button"]])
        #expect(content.leaves.map(\.hints) == [["menu"], ["button"], []])
    }
}
