/* SPDX-License-Identifier: Apache-2.0
 * Counts its calls in the texts. */
#include "promises.h"

static int count;
#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    char text[32];
    snprintf(text, sizeof text, "%d", ++count);
    for (size_t i = 0; i < request->segment_count; i++) hand_over(ticket, i, text);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
