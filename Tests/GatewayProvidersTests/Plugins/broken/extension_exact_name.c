/* SPDX-License-Identifier: Apache-2.0
 * Looks at the beginning of a name only. */
#include "promises.h"

static const void *probe_extension(const char *name, size_t length);
static const void *extension(const char *name, size_t length) {
    return probe_extension(name, length > 11 ? 11 : length);
}
#define PROBE_EXTENSION extension

#include "keeps_all.h"
