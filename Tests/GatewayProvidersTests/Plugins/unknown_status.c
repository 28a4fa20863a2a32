/* SPDX-License-Identifier: Apache-2.0
 * Ends with a status that is not in the list. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    echo_segments(request, ticket);
    finish_with(ticket, 99, "");
}

#include "probe_tables.h"
