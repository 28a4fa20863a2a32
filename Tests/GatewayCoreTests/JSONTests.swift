// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"b":1,"a":{"d":[true,false,null],"c":"x"}}"#, #"[1.50,-0,1e400,12345678901234567890]"#,
        #""é ü 日本 😀 tab\t quote\" back\\""#, "{}", "[]", "0", #"{"":""}"#,
    ])
    func `a text comes back with its order and its spelling`(_ text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "stands twice"), (#"{"a":{"b":1,"\u0062":2}}"#, "stands twice"),
        (#""\ud800""#, "surrogate"), (#""\udc00 x""#, "surrogate"), (#""\ud800\u0041""#, "surrogate"),
        ("[1,]", "misspelled"), ("{\"a\" 1}", "colon"), ("[1 2]", "comma"), ("\"a", "does not end"),
        ("\"a\u{01}b\"", "control character"), ("01", "more text"), ("1.", "fraction"), ("1e", "exponent"),
        ("-", "misspelled"), ("nul", "misspelled"), ("", "too early"), ("{} x", "more text"),
        (#""\x""#, "no such escape"), (#""\u12g4""#, "hexadecimal"), ("{a:1}", "name is missing"),
        ("NaN", "misspelled"),
    ])
    func `a text that is not strict JSON is refused with the reason`(_ text: String, _ reason: String) {
        #expect { try JSONValue(parsing: text) } throws: { error in
            (error as? JSONError)?.reason.contains(reason) == true
        }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        ] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        }
    }

    @Test func `duplicate names are found in large objects too`() {
        let members = (0..<40).map { "\"k\($0)\":\($0)" } + ["\"k3\":0"]
        #expect(throws: JSONError.self) { try JSONValue(parsing: "{" + members.joined(separator: ",") + "}") }
    }

    @Test func `names are the same when their bytes are, not when they look alike`() throws {
        let text = "{\"caf\u{E9}\":1,\"cafe\u{301}\":2}"
        let value = try JSONValue(parsing: text)
        #expect(String(decoding: value.bytes, as: UTF8.self).utf8.elementsEqual(text.utf8))
        #expect(value.object?["cafe\u{301}"] == 2)
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: "{\"e\u{301}\":1,\"\u{E9}\":2,\"e\u{301}\":3}")
        }
    }

    @Test func `texts that say the same are the same when sorted`() throws {
        let one = try JSONValue(parsing: #"{"b":[{"y":1,"x":2}],"a":null}"#)
        let two = try JSONValue(parsing: #"{"a":null,"b":[{"x":2,"y":1}]}"#)
        #expect(one.bytes != two.bytes)
        #expect(one.sorted.bytes == two.sorted.bytes)
    }

    @Test func `nesting has a limit and does not exhaust the stack`() throws {
        let deep = { (levels: Int) in
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: deep(100), maximumDepth: 100) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: deep(101), maximumDepth: 100) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: deep(1_000_000)) }
    }

    @Test func `escapes become the characters they stand for`() throws {
        let value = try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#)
        #expect(value == .string("é\u{1F600}/\u{8}\u{C}\n\r\t\"\\"))
    }

    @Test func `an error names the byte where it was found`() {
        #expect { try JSONValue(parsing: "{\"a\": x}") } throws: { ($0 as? JSONError)?.offset == 6 }
    }

    @Test func `names such as __proto__ are ordinary data`() throws {
        let text = #"{"__proto__":{"constructor":"x"}}"#
        #expect(String(decoding: try JSONValue(parsing: text).bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [(0.0, "0"), (0.0003, "0.0003"), (12.0, "12"), (-1.5, "-1.5"), (.infinity, "null")])
    func `numbers are written in their shortest form`(_ number: Double, _ text: String) {
        var writer = JSONWriter()
        writer.double(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }
}
