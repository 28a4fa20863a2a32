// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct CheckTranslationTests {
    private func command(_ body: String) throws -> CheckTranslation {
        try CheckTranslation(JSONValue(parsing: body), limits: RequestLimits())
    }

    @Test func `texts are paired by their paths`() throws {
        let command = try command(
            #"""
            {"sourceLocale":"en","targetLocale":"de","limits":{"a.0":5},
             "source":{"a":["x",{"b":"y"}],"c":" ","d":"z","n":1},"target":{"a":["X",{"b":"Y"}],"n":"one","e":"E"}}
            """#)
        #expect(command.pairs.map(\.path) == ["a.0", "a.1.b", "d"])
        #expect(command.pairs.map(\.translation) == ["X", "Y", nil])
        #expect(command.pairs.map(\.limit) == [5, nil, nil])
        #expect(command.extra == ["n", "e"])
    }

    @Test func `locked texts are not compared`() throws {
        let command = try command(
            #"{"sourceLocale":"en","targetLocale":"de","lockedKeys":["a"],"source":{"a":"x","b":"y"},"target":{"b":"Y"}}"#
        )
        #expect(command.pairs.map(\.path) == ["b"])
    }
}
