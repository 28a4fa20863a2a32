/* SPDX-License-Identifier: Apache-2.0
 * Does not take empty texts. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    for (size_t i = 0; i < request->segment_count; i++) {
        if (request->segments[i]->text.length > 0) continue;
        finish_with(ticket, DGM_INVALID_INPUT, "an empty text");
        return;
    }
    echo(request, ticket);
}

#include "keeps_all.h"
