// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// An answer as commands read it: what is missing is empty.
extension JSONValue {
    subscript(text name: String) -> String { object?[name]?.string ?? "" }
    subscript(count name: String) -> String {
        if case .number(let number)? = object?[name] { number } else { "0" }
    }
    subscript(list name: String) -> [JSONValue] { object?[name]?.array ?? [] }

    /// Prints the answer as JSON, or what `text` makes of it.
    func show(asJSON: Bool, text: (JSONValue) -> String) {
        StandardOutput.write(asJSON ? String(decoding: bytes, as: UTF8.self) : text(self))
    }
}
