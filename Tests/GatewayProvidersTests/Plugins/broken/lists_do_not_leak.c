/* SPDX-License-Identifier: Apache-2.0
 * Forgets something with every list. */
#include "promises.h"

static void *volatile forgotten;
#define PROBE_PAIRS list
static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    forgotten = malloc(4096);
    hand_over_pair(ticket, "en", "de", "m");
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
