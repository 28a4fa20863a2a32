/* SPDX-License-Identifier: Apache-2.0
 * Lists another model each time. */
#include "promises.h"

static int count;
#define PROBE_PAIRS list
static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    hand_over_pair(ticket, "en", "de", count++ ? "again" : "m");
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
