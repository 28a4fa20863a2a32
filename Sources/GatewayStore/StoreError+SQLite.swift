// SPDX-License-Identifier: Apache-2.0
import CSQLite
import GatewayCore
import Glibc

extension StoreError {
    /// What a result code of SQLite means to us. Its messages name tables and columns, never values.
    init(code: CInt, _ database: OpaquePointer?) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self = .corrupt(reason: String(cString: sqlite3_errstr(code)))
        default:
            let name = String(cString: sqlite3_errstr(code))
            let message = database.map { String(cString: sqlite3_errmsg($0)) } ?? name
            self = .underlying(message == name ? "\(name) (\(code))" : "\(message) (\(name), \(code))")
        }
    }

    /// What a failed call to the system means to us; `deed` ends "cannot …".
    init(errno code: CInt, deed: String) {
        if code == ENOSPC || code == EDQUOT || code == EFBIG {
            self = .full
        } else {
            self = .underlying("cannot \(deed): \(String(cString: strerror(code)))")
        }
    }
}
