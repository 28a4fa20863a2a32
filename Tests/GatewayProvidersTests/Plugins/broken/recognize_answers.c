/* SPDX-License-Identifier: Apache-2.0
 * Gives the worst candidate first. */
#include "promises.h"

#define PROBE_RECOGNIZE recognize
static void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    hand_over_candidate(ticket, "de", 0.1);
    hand_over_candidate(ticket, "en", 0.9);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
