/* SPDX-License-Identifier: Apache-2.0
 * Hands over a segment that nobody asked for. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    echo_segments(request, ticket);
    hand_over(ticket, request->segment_count, "more");
    finish_with(ticket, DGM_OK, "");
}

#include "probe_tables.h"
