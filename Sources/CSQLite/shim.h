/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DRAGOMAN_CSQLITE_H
#define DRAGOMAN_CSQLITE_H
#include <sqlite3.h>

/* Swift does not import the casts behind SQLITE_TRANSIENT and SQLITE_STATIC. */
static inline int csqlite_bind_text_copy(sqlite3_stmt *statement, int index, const char *text, int length) {
    return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}
/* The bytes must outlive the binding. */
static inline int csqlite_bind_blob_borrowed(
    sqlite3_stmt *statement, int index, const void *bytes, int length
) {
    return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_STATIC);
}
/* A variadic function. Counting allocations takes one lock for the whole process, which connections on several threads wait for. It
   has to come before SQLite is first used. */
static inline int csqlite_count_no_allocations(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
#endif
