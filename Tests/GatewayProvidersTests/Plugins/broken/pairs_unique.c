/* SPDX-License-Identifier: Apache-2.0
 * Lists a pair twice. */
#include "promises.h"

#define PROBE_PAIRS list
static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    hand_over_pair(ticket, "en", "de", "m");
    hand_over_pair(ticket, "en", "de", "m");
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
