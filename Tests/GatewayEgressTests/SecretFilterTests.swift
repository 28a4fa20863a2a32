// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import GatewayEgress

@Suite struct SecretFilterTests {
    private let filter = SecretFilter(["sk-a/b+c=\"d\\é 1", "second-key", ""])

    @Test(arguments: [
        ("sk-a/b+c=\"d\\é 1", "[secret]"), ("xsecond-keyx", "x[secret]x"), ("nothing", "nothing"), ("", ""),
        ("second-keysecond-key", "[secret][secret]"), ("second-ke y", "second-ke y"),
        (#"{"a":"sk-a\/b+c=\"d\\\u00e9 1"}"#, #"{"a":"[secret]"}"#),
        (#"{"a":"sk-a/b+c=\"d\\é 1","b":"\n"}"#, #"{"a":"[secret]","b":"\n"}"#),
        ("k=sk-a%2Fb%2bc%3D%22d%5C%C3%A9%201&z=%zz%", "k=[secret]&z=%zz%"),
        ("k=sk-a/b%2Bc%3d%22d%5c%c3%a9+1", "k=[secret]"),
    ])
    func `a secret is found however it is escaped, and nothing else is touched`(text: String, cleaned: String)
    {
        #expect(filter.clean(text) == cleaned)
    }

    @Test func `bytes that are no text are looked through as well`() {
        let bytes: [UInt8] = [0xFF, 0] + Array("second-key".utf8) + [0xC3]
        #expect(filter.clean(bytes) == [0xFF, 0] + Array("[secret]".utf8) + [0xC3])
    }

    @Test func `secrets that overlap leave nothing of either`() {
        let filter = SecretFilter(["abcdef", "defghi", "abc"])
        #expect(filter.clean("xabcdefghix") == "x[secret]x")
    }

    @Test(arguments: [
        ("https://a.test/v1?key=AIza&alt=json", "https://a.test/v1?key=[secret]&alt=json"),
        ("https://a.test/v1?alt=json&API_KEY=x", "https://a.test/v1?alt=json&API_KEY=[secret]"),
        ("https://a.test/second-key/p?q=second%2Dkey", "https://a.test/[secret]/p?q=[secret]"),
        ("https://a.test/key=x", "https://a.test/key=x"),
        ("https://a.test/?monkey=x&key", "https://a.test/?monkey=x&key"),
    ])
    func `a URL loses secrets and what its parameters say are secrets`(url: String, cleaned: String) {
        #expect(filter.clean(url: url) == cleaned)
    }

    @Test func `headers that are there for secrets lose their values, others what they hold of secrets`() {
        let headers = [
            ("Authorization", "Bearer x"), ("x-API-key", "x"), ("api-key", "x"), ("x-goog-api-key", "x"),
            ("Proxy-Authorization", "x"), ("Cookie", "x"), ("Set-Cookie", "x"), ("X-Other", "a second-key"),
            ("Content-Type", "text/plain"),
        ].map { (name: $0.0, value: $0.1) }
        let cleaned = filter.clean(headers)
        #expect(cleaned.map(\.name) == headers.map(\.name))
        #expect(cleaned.prefix(7).allSatisfy { $0.value == "[secret]" })
        #expect(cleaned.suffix(2).map(\.value) == ["a [secret]", "text/plain"])
    }
}
