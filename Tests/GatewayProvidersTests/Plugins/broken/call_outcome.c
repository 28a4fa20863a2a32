/* SPDX-License-Identifier: Apache-2.0
 * Has a status of its own. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    echo_segments(request, ticket);
    finish_with(ticket, 42, "");
}

#include "keeps_all.h"
