/* SPDX-License-Identifier: Apache-2.0
 * Divides by the length of the text. */
#include "promises.h"

#define PROBE_RECOGNIZE recognize
static void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    hand_over_candidate(ticket, "en", 0.5 * (double)request->text.length / (double)request->text.length);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
