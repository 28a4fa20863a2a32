// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// Why a secret cannot be had, in words that stand by themselves and tell nothing of it.
public struct SecretFault: Error, Equatable {
    /// Why.
    public let reason: String
}

/// Where a provider's secret is read from: it stands in no configuration, database or log.
public enum SecretSource: Sendable, Hashable {
    /// A variable of the process's environment.
    case environment(String)
    /// A file that holds the secret and nothing else but white space around it.
    case file(String)

    private static let limit = 65_536

    /// The secret as it is now.
    public func read() throws(SecretFault) -> String {
        let text: String
        switch self {
        case .environment(let name):
            guard let value = getenv(name), value.pointee != 0 else {
                throw SecretFault(reason: "the environment has no \(name)")
            }
            text = String(cString: value)
        case .file(let path):
            do throws(FileFault) {
                let bytes = try File.contents(of: path, limit: Self.limit)
                guard let read = String(validating: bytes, as: UTF8.self) else {
                    throw FileFault(reason: "it is not UTF-8")
                }
                text = read
            } catch {
                throw SecretFault(reason: "the file \(path) cannot be read: \(error.reason)")
            }
        }
        var secret = text[...]
        while secret.first?.isWhitespace == true { secret.removeFirst() }
        while secret.last?.isWhitespace == true { secret.removeLast() }
        // A line break inside would end a header early.
        let hasControls = secret.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
        guard !secret.isEmpty, !hasControls else {
            throw SecretFault(reason: "\(self) is empty or has control characters")
        }
        return String(secret)
    }
}

extension SecretSource: CustomStringConvertible {
    /// `env:NAME` or `file:PATH`, as a configuration spells it.
    public var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }

    /// Reads a spelling; `nil` for another one.
    public init?(_ spelling: String) {
        let parts = spelling.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "env": self = .environment(String(parts[1]))
        case "file": self = .file(String(parts[1]))
        default: return nil
        }
    }
}
