/* SPDX-License-Identifier: Apache-2.0
 * Loses some tokens: those for which `is_lost(segment, index)`, which a file defines before it includes this. */
#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    for (size_t i = 0; i < request->segment_count; i++) {
        const dgm_segment *segment = request->segments[i];
        char *output = malloc(segment->text.length + 1);
        size_t written = 0, place = 0;
        for (size_t index = 0; index < segment->span_count; index++) {
            const dgm_span *span = segment->spans[index];
            size_t end = span->offset + (is_lost(segment, index) ? 0 : span->length);
            if (end > place) memcpy(output + written, segment->text.bytes + place, end - place);
            written += end - place;
            place = span->offset + span->length;
        }
        memcpy(output + written, segment->text.length ? segment->text.bytes + place : "", segment->text.length - place);
        written += segment->text.length - place;
        host->segment(ticket, i, output, written);
        free(output);
    }
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
