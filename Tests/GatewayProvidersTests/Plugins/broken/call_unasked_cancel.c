/* SPDX-License-Identifier: Apache-2.0
 * Ends calls as cancelled that nobody cancelled. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    (void)request;
    finish_with(ticket, DGM_CANCELLED, "");
}

#include "keeps_all.h"
