/* SPDX-License-Identifier: Apache-2.0
 * Its output is a megabyte. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    size_t length = 1 << 20;
    char *text = malloc(length);
    memset(text, 120, length);
    host->segment(ticket, 0, text, length);
    free(text);
    finish_with(ticket, DGM_OK, "");
}

#include "probe_tables.h"
