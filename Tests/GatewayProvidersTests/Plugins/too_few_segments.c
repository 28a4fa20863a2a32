/* SPDX-License-Identifier: Apache-2.0
 * Leaves out the last segment. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    for (size_t i = 0; i + 1 < request->segment_count; i++) hand_over(ticket, i, "x");
    finish_with(ticket, DGM_OK, "");
}

#include "probe_tables.h"
