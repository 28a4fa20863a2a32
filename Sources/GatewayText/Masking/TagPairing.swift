// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Finds which tags belong together.
enum TagPairing {
    /// The kind of each token. A closing tag takes the nearest open one of its name; those opened in between stay
    /// alone, as do tags without a partner. So pairs never overlap.
    static func kinds(_ tags: [ProtectedMatch.Tag?]) -> [TokenSpan.Kind] {
        var kinds = [TokenSpan.Kind](repeating: .standalone, count: tags.count)
        var open: [(name: String, index: Int)] = []
        // How many of a name are open: a closing tag without a partner need not look for it.
        var counts: [String: Int] = [:]
        for (index, tag) in tags.enumerated() {
            switch tag {
            case .open(let name):
                open.append((name, index))
                counts[name, default: 0] += 1
            case .close(let name):
                guard counts[name, default: 0] > 0 else { continue }
                while let last = open.popLast() {
                    counts[last.name, default: 1] -= 1
                    guard last.name == name else { continue }
                    kinds[last.index] = .open(partner: index)
                    kinds[index] = .close(partner: last.index)
                    break
                }
            case nil: break
            }
        }
        return kinds
    }
}
