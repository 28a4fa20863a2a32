/* SPDX-License-Identifier: Apache-2.0
 * Takes a text without a word for empty. */
#include "promises.h"

static int is_lost(const dgm_segment *segment, size_t index) {
    (void)segment, (void)index;
    return segment->text.length == segment->spans[0]->length;
}

#include "tokens.h"
