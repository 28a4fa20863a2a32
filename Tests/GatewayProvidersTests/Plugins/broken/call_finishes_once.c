/* SPDX-License-Identifier: Apache-2.0
 * Finishes twice. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
