/* SPDX-License-Identifier: Apache-2.0
 * Answers with the order of its calls, the first of which waits at a gate. */
#include "probe.h"

static int calls;
static probe_gate gate = PROBE_GATE, entered = PROBE_GATE;

DGM_EXPORT void probe_release(void) { gate_open(&gate); }
DGM_EXPORT void probe_await_entry(void) { gate_wait(&entered); }

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    char line[32];
    int call = calls++;
    gate_open(&entered);
    if (call == 0) gate_wait(&gate);
    snprintf(line, sizeof line, "%d", call);
    hand_over(ticket, 0, line);
    finish_with(ticket, DGM_OK, "");
}
#define PROBE_BLOCKING 1
#define PROBE_MAX_OPEN 1

#include "probe_tables.h"
