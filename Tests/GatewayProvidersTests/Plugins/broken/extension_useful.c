/* SPDX-License-Identifier: Apache-2.0
 * Can do nothing. */
#include "promises.h"

#define BREAKS_TRANSLATE
#define PROBE_ONLY_GENERATES NULL
#define PROBE_EXTENSION none
static const void *none(const char *name, size_t length) {
    (void)name, (void)length;
    return NULL;
}

#include "keeps_all.h"
