/* SPDX-License-Identifier: Apache-2.0
 * Loses tokens in Hebrew. */
#include "promises.h"

static int is_lost(const dgm_segment *segment, size_t index) {
    (void)segment, (void)index;
    return (unsigned char)segment->text.bytes[0] == 0xD7;
}

#include "tokens.h"
