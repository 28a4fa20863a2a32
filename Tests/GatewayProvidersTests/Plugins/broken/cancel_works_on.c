/* SPDX-License-Identifier: Apache-2.0
 * Does nothing more once something was cancelled. */
#include "promises.h"

static int is_over;
#define PROBE_CANCEL cancel
static void cancel(dgm_provider *self, dgm_ticket ticket) {
    (void)self, (void)ticket;
    is_over = 1;
}
#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (is_over) {
        finish_with(ticket, DGM_BROKEN, "it is over");
    } else {
        echo(request, ticket);
    }
}

#include "keeps_all.h"
