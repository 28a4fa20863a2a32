// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What values a key may have.
struct ConfigurationKind<Value> {
    /// In words that follow "must be".
    let allowed: String
    /// What a scalar means, or `nil` when it is not allowed.
    let read: (_ text: String) -> Value?
}

extension ConfigurationKind<String> {
    /// Any text, but not an empty one.
    static var text: Self { Self(allowed: "a text") { $0.isEmpty ? nil : $0 } }

    /// A path of the file system; relative ones start at the working directory.
    static var path: Self { Self(allowed: "a path") { $0.isEmpty || $0.contains("\0") ? nil : $0 } }

    /// A path, or nothing.
    static var optionalPath: Self { Self(allowed: "a path, or nothing") { $0.contains("\0") ? nil : $0 } }

    /// An absolute URL without a slash at its end, or nothing.
    static var optionalURL: Self {
        Self(allowed: "an http or https URL, or nothing") { text in
            if text.isEmpty { return text }
            guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }),
                text.count > scheme.count, !text.contains(where: \.isWhitespace)
            else { return nil }
            var text = text
            while text.hasSuffix("/") { text.removeLast() }
            return text
        }
    }
}

extension ConfigurationKind<Int> {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Bytes.
    static func size(_ range: ClosedRange<Int>) -> Self {
        let bounds = "\(Quantity.size(range.lowerBound)) to \(Quantity.size(range.upperBound))"
        return Self(allowed: "a size from \(bounds), such as 10MiB") { text in
            Quantity.bytes(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ConfigurationKind<Duration> {
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        let bounds = "\(Quantity.duration(range.lowerBound)) to \(Quantity.duration(range.upperBound))"
        return Self(allowed: "a time from \(bounds), such as 55s") { text in
            Quantity.duration(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ConfigurationKind<Double> {
    static func share(_ range: ClosedRange<Double>) -> Self {
        Self(allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ConfigurationKind<Bool> {
    static var flag: Self {
        Self(allowed: "true or false") { ["true": true, "false": false][$0] }
    }
}

extension ConfigurationKind where Value: RawRepresentable, Value.RawValue == String {
    /// One of the words that name a case.
    static func choice(_ values: [Value]) -> Self {
        let words = values.map(\.rawValue)
        return Self(allowed: "one of \(words.joined(separator: ", "))") { text in
            words.firstIndex(of: text).map { values[$0] }
        }
    }
}

extension ConfigurationKind<LocaleTag?> {
    /// A locale, or `*` for any.
    static var anyLocale: Self {
        Self(allowed: "a BCP 47 locale such as pt-BR, or \"*\"") { text in
            if text == "*" { return .some(nil) }
            guard let tag = try? LocaleTag(text) else { return nil }
            return .some(tag)
        }
    }
}

extension ConfigurationKind<ModelName?> {
    static var optionalModel: Self {
        Self(allowed: "provider/model, or nothing") { text in
            if text.isEmpty { return .some(nil) }
            return ModelName(text).map { .some($0) }
        }
    }
}

extension ConfigurationKind<ModelName> {
    static var model: Self {
        Self(allowed: "provider/model, such as apertium/eng-spa or pseudo/*") { ModelName($0) }
    }
}
