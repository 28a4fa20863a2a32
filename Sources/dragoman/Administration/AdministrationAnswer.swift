// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The one line that answers a request: `{"result": …}` or `{"error": "…"}`.
enum AdministrationAnswer {
    /// An answer as bytes, its line feed included.
    static func line(_ outcome: Result<JSONValue, AdministrationError>) -> [UInt8] {
        let json: JSONValue =
            switch outcome {
            case .success(let result): ["result": result]
            case .failure(let error): ["error": .string(error.description)]
            }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// What a line says.
    static func result(of line: [UInt8]) throws(AdministrationError) -> JSONValue {
        guard let object = (try? JSONValue(parsing: line))?.object else {
            throw AdministrationError("the gateway's answer cannot be read")
        }
        if let error = object["error"]?.string { throw AdministrationError(error) }
        guard let result = object["result"] else { throw AdministrationError("the gateway gave no result") }
        return result
    }
}
