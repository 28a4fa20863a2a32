/* SPDX-License-Identifier: Apache-2.0
 * Takes any pair. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (request->model.length > 0 && !is(request->model, "m")) {
        finish_with(ticket, DGM_UNSUPPORTED_PAIR, "");
        return;
    }
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
