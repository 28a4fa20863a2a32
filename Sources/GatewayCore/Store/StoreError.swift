// SPDX-License-Identifier: Apache-2.0

/// Why the store did not do what it was asked.
public enum StoreError: Error, Sendable, Equatable {
    /// The disk is full or the file cannot grow.
    case full
    /// Another process has the database.
    case locked(holder: String)
    /// The database was written by a newer version of the gateway.
    case newerSchema(found: Int, known: Int)
    /// The database must be migrated first.
    case olderSchema(found: Int, known: Int)
    /// The file is not a database or is damaged.
    case corrupt(reason: String)
    /// The store is closed or closing.
    case closed
    /// Anything else, in the words of the database, without values.
    case underlying(String)
}
