/* SPDX-License-Identifier: Apache-2.0
 * Fails as the model's name says. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    dgm_outcome outcome = {.struct_size = sizeof outcome, .message = text_of("as told")};
    // A text has a length and no end.
    outcome.status = 0;
    for (size_t i = 0; i < request->model.length; i++) {
        outcome.status = outcome.status * 10 + (request->model.bytes[i] - '0');
    }
    outcome.retry_after_ms = 1500;
    host->finish(ticket, &outcome);
}

#include "probe_tables.h"
