// SPDX-License-Identifier: Apache-2.0
import CSQLite
import GatewayCore

/// The row a statement stands on, until its next step. Columns count from 0.
struct Row {
    let handle: OpaquePointer

    func isNull(_ column: CInt) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }
    func int(_ column: CInt) -> Int { Int(sqlite3_column_int64(handle, column)) }
    func real(_ column: CInt) -> Double { sqlite3_column_double(handle, column) }
    func moment(_ column: CInt) -> Timestamp { Timestamp(milliseconds: integer(column)) }
    func id<ID: Identifier>(_ column: CInt, _ type: ID.Type = ID.self) -> ID { ID(unchecked: text(column)) }

    func text(_ column: CInt) -> String {
        guard let bytes = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func optionalText(_ column: CInt) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: CInt) -> [UInt8] {
        // An empty value has no address.
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func optionalBytes(_ column: CInt) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}
