/* SPDX-License-Identifier: Apache-2.0
 * Gives its table for any version. */
#include "promises.h"

static const void *probe_extension(const char *name, size_t length);
static const void *extension(const char *name, size_t length) {
    return length > 10 && memcmp(name, "translate/", 10) == 0 ? probe_extension("translate/1", 11)
                                                              : probe_extension(name, length);
}
#define PROBE_EXTENSION extension

#include "keeps_all.h"
