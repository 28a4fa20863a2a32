// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayWork

@Suite struct BreakerTests {
    private static let second: Int64 = 1_000_000_000
    private let down = ProviderError(.unavailable, "no connection")

    /// Calls that end so, each a second after the one before; gives the moment after the last.
    @discardableResult
    private func end(
        _ breaker: inout Breaker, _ errors: [ProviderError?], from start: Int64 = 0
    ) -> Int64 {
        var now = start
        for error in errors {
            if breaker.refusal(at: now, name: "a/b") == nil { breaker.ended(error, at: now) }
            now += Self.second
        }
        return now
    }

    @Test func `five failures in a row open it, and it says why and for how long`() throws {
        var breaker = Breaker()
        end(&breaker, [down, down, down, down, nil, down, down, down, down])
        #expect(breaker.state == .closed)
        let now = end(&breaker, [down], from: 9 * Self.second)
        #expect(breaker.state == .open)
        let answer = breaker.refusal(at: now, name: "a/b")
        let refusal = try #require(answer)
        #expect(refusal.kind == .unavailable)
        #expect(refusal.message == "a/b is not asked for a while: unavailable: no connection")
        #expect(refusal.retryAfter == .seconds(4))
        #expect(breaker.history.map(\.state) == [.open])
    }

    @Test func `after the pause one call tries, and its success closes it`() {
        var breaker = Breaker()
        end(&breaker, Array(repeating: down, count: 5))
        let later = 20 * Self.second
        #expect(breaker.refusal(at: later, name: "") == nil)
        #expect(breaker.state == .halfOpen)
        #expect(breaker.refusal(at: later, name: "") != nil, "one call at a time")
        breaker.ended(nil, at: later + 1)
        #expect(breaker.state == .closed)
        #expect(breaker.refusal(at: later + 2, name: "") == nil)
        #expect(breaker.history.map(\.state) == [.open, .halfOpen, .closed])
    }

    @Test func `a call that tries and fails doubles the pause, up to five minutes`() {
        var breaker = Breaker()
        var now = end(&breaker, Array(repeating: down, count: 5))
        var pauses: [Int64] = []
        for _ in 0..<9 {
            now = breaker.nextTry
            #expect(breaker.refusal(at: now - 1, name: "") != nil)
            #expect(breaker.refusal(at: now, name: "") == nil)
            breaker.ended(down, at: now)
            pauses.append((breaker.nextTry - now) / Self.second)
        }
        #expect(pauses == [10, 20, 40, 80, 160, 300, 300, 300, 300])
    }

    @Test func `a call that tries and is cancelled says nothing, and the next one tries`() {
        var breaker = Breaker()
        end(&breaker, Array(repeating: down, count: 5))
        let later = 20 * Self.second
        #expect(breaker.refusal(at: later, name: "") == nil)
        breaker.ended(ProviderError(.cancelled, ""), at: later)
        #expect(breaker.state == .open)
        #expect(breaker.refusal(at: later, name: "") == nil)
    }

    @Test func `what concerns the text is no failure of the model`() {
        var breaker = Breaker()
        for kind in [ProviderError.Kind.invalidInput, .refused, .unsupportedPair, .cancelled] {
            end(&breaker, Array(repeating: ProviderError(kind, "no"), count: 50))
            #expect(breaker.state == .closed)
        }
    }

    @Test func `nonsense opens it by its share alone, for one text may be the cause`() {
        let nonsense = ProviderError(.broken, "no JSON")
        var breaker = Breaker()
        end(&breaker, Array(repeating: nonsense, count: 15))
        #expect(breaker.state == .closed)
        end(&breaker, [nonsense], from: 15 * Self.second)
        #expect(breaker.state == .open)
        var mixed = Breaker()
        end(&mixed, (0..<100).map { $0 % 2 == 0 ? nonsense : nil })
        #expect(mixed.state == .closed)
    }

    @Test(arguments: [ProviderError.Kind.unauthorized, .quota])
    func `an account that is the matter opens it at once, and the kind stays`(_ kind: ProviderError.Kind)
        throws
    {
        var breaker = Breaker()
        let now = end(&breaker, [ProviderError(kind, "the key is refused")])
        let answer = breaker.refusal(at: now, name: "")
        let refusal = try #require(answer)
        #expect(refusal.kind == kind)
        #expect(breaker.nextTry == Breaker.accountPause)
    }

    @Test func `a provider that asks for a pause gets it, and is no failure`() throws {
        var breaker = Breaker()
        end(&breaker, [ProviderError(.rateLimited, "slow down", retryAfter: .seconds(7))])
        #expect(breaker.state == .closed)
        let answer = breaker.refusal(at: 6 * Self.second, name: "a/b")
        let refusal = try #require(answer)
        #expect(refusal.kind == .rateLimited && refusal.retryAfter == .seconds(1))
        #expect(breaker.refusal(at: 7 * Self.second, name: "") == nil)
    }

    @Test func `an operator resets it`() {
        var breaker = Breaker()
        end(&breaker, [ProviderError(.quota, "used up")])
        breaker.reset(at: Self.second)
        #expect(breaker.refusal(at: Self.second, name: "") == nil)
        #expect(breaker.state == .closed)
    }
}
