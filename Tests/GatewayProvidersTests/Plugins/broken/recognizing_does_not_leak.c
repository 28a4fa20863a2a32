/* SPDX-License-Identifier: Apache-2.0
 * Forgets something with every question. */
#include "promises.h"

static void *volatile forgotten;
#define PROBE_RECOGNIZE recognize
static void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    forgotten = malloc(4096);
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
