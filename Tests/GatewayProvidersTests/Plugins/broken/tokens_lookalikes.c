/* SPDX-License-Identifier: Apache-2.0
 * Loses its way after a bracket that is no token. */
#include "promises.h"

static int is_lost(const dgm_segment *segment, size_t index) {
    (void)segment, (void)index;
    return contains(segment->text, "\xE2\x9F\xA6\xE2\x9F\xA7");
}

#include "tokens.h"
