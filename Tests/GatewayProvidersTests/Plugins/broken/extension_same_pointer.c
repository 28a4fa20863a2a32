/* SPDX-License-Identifier: Apache-2.0
 * Gives a copy of its table each time. */
#include "promises.h"

static const void *probe_extension(const char *name, size_t length);
static const void *extension(const char *name, size_t length) {
    const dgm_translate *table = probe_extension(name, length);
    if (length != 11 || table == NULL || memcmp(name, "translate/1", 11) != 0) return table;
    dgm_translate *copy = malloc(sizeof *copy);
    *copy = *table;
    return copy;
}
#define PROBE_EXTENSION extension

#include "keeps_all.h"
