/* SPDX-License-Identifier: Apache-2.0
 * Takes any model. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
