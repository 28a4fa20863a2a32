/* SPDX-License-Identifier: Apache-2.0
 * Has room for a hundred tokens. */
#include "promises.h"

static int is_lost(const dgm_segment *segment, size_t index) {
    (void)segment, (void)index;
    return index >= 100;
}

#include "tokens.h"
