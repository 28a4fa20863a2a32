/* SPDX-License-Identifier: Apache-2.0
 * Keeps every promise on a thread that may block; answers with the name of the thread. */
#include "probe.h"

static dgm_ticket last;
static _Thread_local int calls;

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    char line[32];
    last = ticket;
    snprintf(line, sizeof line, "call %d", ++calls);
    hand_over(ticket, 0, line);
    finish_with(ticket, DGM_OK, "");
}
#define PROBE_BLOCKING 1
#define PROBE_MAX_OPEN 1

#include "probe_tables.h"
