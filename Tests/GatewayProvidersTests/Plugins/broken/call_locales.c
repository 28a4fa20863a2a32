/* SPDX-License-Identifier: Apache-2.0
 * Calls a locale with a region broken. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (request->source_locale.length > 3) {
        finish_with(ticket, DGM_BROKEN, "what is this?");
        return;
    }
    echo(request, ticket);
}

#include "keeps_all.h"
