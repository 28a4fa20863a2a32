// SPDX-License-Identifier: Apache-2.0
import GatewayCrypto
import Testing

@Suite struct CryptoTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `a digest is that of FIPS 180-4`(text: String, digest: String) {
        #expect(hexadecimal(sha256(text.utf8)) == digest)
        #expect(hexadecimal(sha256(Array(text.utf8).reversed().reversed())) == digest)
    }

    @Test func `a message code is that of RFC 4231, an empty key included`() {
        #expect(
            hexadecimal(hmacSHA256(key: "Jefe".utf8, message: "what do ya want for nothing?".utf8))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            hexadecimal(hmacSHA256(key: [], message: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `equality looks at every byte and at the lengths`() {
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
        #expect(constantTimeEqual([], []))
    }

    @Test func `a token has its length, only its alphabet, and all of it`() {
        let alphabet = Array("abc".utf8)
        let token = randomToken(length: 3000, alphabet: alphabet)
        #expect(token.utf8.count == 3000)
        for character in alphabet {
            // A fair token has 1000 of each; seven deviations are 181.
            #expect(abs(token.utf8.filter { $0 == character }.count - 1000) < 181)
        }
        #expect(Set(token.utf8) == Set(alphabet))
        #expect(randomToken(length: 0, alphabet: alphabet).isEmpty)
    }

    @Test func `keys have their shape and differ`() {
        let keys = Set((0..<100).map { _ in APIKeyText.makeAPIKey() })
        #expect(keys.count == 100)
        #expect(keys.allSatisfy { $0.wholeMatch(of: /lsk_[A-Za-z0-9]{40}/) != nil })
        #expect(APIKeyText.hashOfKey("lsk_a") == sha256("lsk_a".utf8))
        #expect(APIKeyText.hashOfKey("lsk_a") != APIKeyText.hashOfKey("lsk_b"))
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is that of RFC 4648, both ways`(text: String, encoded: String) {
        #expect(base64(text.utf8) == encoded)
        #expect(bytes(base64: base64(text.utf8)) == Array(text.utf8))
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zm9v=", "====", "Z===", "Zm 9", "Zm9-"])
    func `what is not base64 is refused`(text: String) {
        #expect(bytes(base64: text) == nil)
    }
}
