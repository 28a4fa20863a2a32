/* SPDX-License-Identifier: Apache-2.0
 * Cuts long texts where it happens to be. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    for (size_t i = 0; i < request->segment_count; i++) {
        dgm_text text = request->segments[i]->text;
        host->segment(ticket, i, text.bytes, text.length > 255 ? 255 : text.length);
    }
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
