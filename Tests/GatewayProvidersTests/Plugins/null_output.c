/* SPDX-License-Identifier: Apache-2.0
 * Its output lies nowhere. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    host->segment(ticket, 0, NULL, 5);
    finish_with(ticket, DGM_OK, "");
}

#include "probe_tables.h"
