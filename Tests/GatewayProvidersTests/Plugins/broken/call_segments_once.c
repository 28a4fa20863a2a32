/* SPDX-License-Identifier: Apache-2.0
 * Hands over the first segment twice. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    if (request->segment_count > 0) hand_over(ticket, 0, "early");
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
