// SPDX-License-Identifier: Apache-2.0

/// A cost estimate that was found valid (docs/http-api.md, "Estimate").
public struct Estimate: Sendable {
    /// Source characters by target locale, in the order of first mention; a locale's items are summed.
    public var items: [(target: LocaleTag, sourceCharacters: Int)]

    /// Checks the body of `POST /process/estimate`.
    public init(_ body: JSONValue) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let value = reader.value("items") else { throw .invalid(field: "items", reason: "is missing") }
        guard let elements = value.array, !elements.isEmpty else {
            throw .invalid(field: "items", reason: "must be an array of at least one item")
        }
        guard elements.count <= 10_000 else {
            throw .invalid(field: "items", reason: "must hold at most 10000 items")
        }
        items = []
        var positions: [LocaleTag: Int] = [:]
        for (index, element) in elements.enumerated() {
            guard let item = element.object else {
                throw .invalid(field: "items[\(index)]", reason: "must be an object, not \(element.kind)")
            }
            guard let text = item["targetLocale"]?.string else {
                throw .invalid(field: "items[\(index)].targetLocale", reason: "must be a string")
            }
            let target = try BodyReader.locale(text, field: "items[\(index)].targetLocale")
            guard case .number(let spelling)? = item["sourceChars"],
                let characters = Int(spelling) ?? Double(spelling).flatMap(Int.init(exactly:)),
                (0...1_000_000_000_000).contains(characters)
            else {
                throw .invalid(
                    field: "items[\(index)].sourceChars", reason: "must be an integer of 0 or more")
            }
            if let position = positions[target] {
                items[position].sourceCharacters += characters
            } else {
                positions[target] = items.count
                items.append((target, characters))
            }
        }
    }
}
