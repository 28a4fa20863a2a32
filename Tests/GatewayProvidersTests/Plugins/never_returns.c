/* SPDX-License-Identifier: Apache-2.0
 * Stays in the call until the test opens the gate, and then ends it. */
#include "probe.h"

static probe_gate gate = PROBE_GATE, entered = PROBE_GATE;

DGM_EXPORT void probe_release(void) { gate_open(&gate); }
DGM_EXPORT void probe_await_entry(void) { gate_wait(&entered); }

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    gate_open(&entered);
    if (!contains(request->model, "quick")) gate_wait(&gate);
    /* The request must still be there. */
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
}
#define PROBE_BLOCKING 1
#define PROBE_MAX_OPEN 1

#include "probe_tables.h"
