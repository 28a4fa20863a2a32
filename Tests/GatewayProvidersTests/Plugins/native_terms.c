/* SPDX-License-Identifier: Apache-2.0
 * An engine with glossaries of its own, that says what it was told. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self;
    char line[512];
    const dgm_segment *segment = request->segments[0];
    size_t used = (size_t)snprintf(line, sizeof line, "%.*s<%.*s>%.*s", (int)segment->before.length,
                                   segment->before.bytes, (int)segment->text.length, segment->text.bytes,
                                   (int)segment->after.length, segment->after.bytes);
    for (size_t i = 0; i < request->term_count; i++) {
        const dgm_term *term = request->terms[i];
        used += (size_t)snprintf(line + used, sizeof line - used, "|%.*s=%.*s %zu:%zu+%zu", (int)term->source.length,
                                 term->source.bytes, (int)term->target.length, term->target.bytes, term->segment,
                                 term->offset, term->length);
    }
    for (size_t i = 0; i < request->instruction_count; i++)
        used += (size_t)snprintf(line + used, sizeof line - used, "|%.*s", (int)request->instructions[i]->length,
                                 request->instructions[i]->bytes);
    hand_over(ticket, 0, line);
    finish_with(ticket, DGM_OK, "");
}

#define PROBE_TERMS DGM_TERMS_NATIVE

#include "probe_tables.h"
