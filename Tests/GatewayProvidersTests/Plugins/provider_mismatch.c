/* SPDX-License-Identifier: Apache-2.0
 * Brings a provider that its manifest does not name. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self;
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
}

#define PROBE_PROVIDER "another"

#include "probe_tables.h"
