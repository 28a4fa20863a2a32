/* SPDX-License-Identifier: Apache-2.0
 * Uses a library that the program happens to have, and does not name it. */
#include "promises.h"

extern const char *sqlite3_libversion(void);
#define PROBE_DESTROY destroy
static void destroy(dgm_provider *self) {
    free(self);
    if (sqlite3_libversion() == NULL) abort();
}

#include "keeps_all.h"
