// SPDX-License-Identifier: Apache-2.0
import CSQLite
import GatewayCore

/// A prepared statement of a connection; its parameters are named `$1`, `$2`, ….
final class Statement {
    let handle: OpaquePointer
    private let database: OpaquePointer
    /// SQLite numbers parameters as they first occur: its number of `$n` stands at n − 1, or 0.
    private let indices: [CInt]

    init(_ text: UnsafeBufferPointer<UInt8>, _ database: OpaquePointer) throws(StoreError) {
        var handle: OpaquePointer?
        let code = text.withMemoryRebound(to: CChar.self) {
            sqlite3_prepare_v3(
                database, $0.baseAddress, CInt($0.count), CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &handle,
                nil)
        }
        guard code == SQLITE_OK, let handle else { throw StoreError(code: code, database) }
        self.handle = handle
        self.database = database
        let count = sqlite3_bind_parameter_count(handle)
        var indices: [CInt] = []
        var number = 1
        while indices.count(where: { $0 != 0 }) < count, number <= 64 {
            indices.append(sqlite3_bind_parameter_index(handle, "$\(number)"))
            number += 1
        }
        self.indices = indices
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds `values` to `$1…`, steps through all rows, and leaves the statement ready for its next use.
    func run(_ values: [SQLValue], _ visit: (Row) -> Void) throws(StoreError) {
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        try bind(values, from: 0) { () throws(StoreError) in
            while true {
                let code = sqlite3_step(handle)
                if code == SQLITE_DONE { return }
                guard code == SQLITE_ROW else { throw StoreError(code: code, database) }
                visit(Row(handle: handle))
            }
        }
    }

    /// Long values are borrowed, not copied: `body` runs inside the scopes that keep them in place.
    private func bind(
        _ values: [SQLValue], from start: Int, _ body: () throws(StoreError) -> Void
    ) throws(StoreError) {
        for position in start..<values.count {
            let index = position < indices.count ? indices[position] : 0
            precondition(index > 0, "a statement has no such parameter")
            switch values[position] {
            case .null: try check(sqlite3_bind_null(handle, index))
            case .integer(let value): try check(sqlite3_bind_int64(handle, index, value))
            case .real(let value): try check(sqlite3_bind_double(handle, index, value))
            case .text(var text):
                let code = text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { bytes in
                        // Without an address it would be NULL.
                        bytes.isEmpty
                            ? csqlite_bind_text_copy(handle, index, "", 0)
                            : csqlite_bind_text_copy(handle, index, bytes.baseAddress, CInt(bytes.count))
                    }
                }
                try check(code)
            case .blob(let bytes) where bytes.isEmpty: try check(sqlite3_bind_zeroblob(handle, index, 0))
            case .blob(let bytes):
                return try bytes.withUnsafeBufferPointer { (buffer) throws(StoreError) in
                    try check(
                        csqlite_bind_blob_borrowed(handle, index, buffer.baseAddress, CInt(buffer.count)))
                    try bind(values, from: position + 1, body)
                }
            }
        }
        try body()
    }

    private func check(_ code: CInt) throws(StoreError) {
        guard code == SQLITE_OK else { throw StoreError(code: code, database) }
    }
}
