/* SPDX-License-Identifier: Apache-2.0
 * Loses tokens after a letter. */
#include "promises.h"

static int is_lost(const dgm_segment *segment, size_t index) {
    (void)segment, (void)index;
    return segment->spans[index]->offset > 0 && segment->text.bytes[segment->spans[index]->offset - 1] >= 'a';
}

#include "tokens.h"
