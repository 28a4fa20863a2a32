// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A parameter of a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    static func int(_ value: Int) -> SQLValue { .integer(Int64(value)) }
    static func id(_ value: some Identifier) -> SQLValue { .text(value.text) }
    static func moment(_ value: Timestamp) -> SQLValue { .integer(value.milliseconds) }
    static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
}
