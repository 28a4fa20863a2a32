/* SPDX-License-Identifier: Apache-2.0
 * Grows surer with each call. */
#include "promises.h"

static double surety;
#define PROBE_RECOGNIZE recognize
static void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    hand_over_candidate(ticket, "en", surety += 0.001);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
