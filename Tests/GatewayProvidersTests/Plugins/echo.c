/* SPDX-License-Identifier: Apache-2.0
 * Keeps every promise, before it returns. Its pairs, candidates and models are made up. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    dgm_usage usage = {.struct_size = sizeof usage, .input_tokens = 3, .output_tokens = 4, .cost_usd = 0.5};
    dgm_outcome outcome = {.struct_size = sizeof outcome, .unknown_words = 7};
    if (contains(request->model, "seen")) {
        char line[512];
        const dgm_segment *segment = request->segments[0];
        snprintf(line, sizeof line, "%.*s>%.*s %.*s|%.*s|%zu:%.*s|%zu:%zu+%zu k%d n%d p%d|seed %d fast %d left %d",
                 (int)request->source_locale.length, request->source_locale.bytes,
                 (int)request->target_locale.length, request->target_locale.bytes, (int)request->model.length,
                 request->model.bytes, (int)segment->context.length, segment->context.bytes, segment->hint_count,
                 segment->hint_count ? (int)segment->hints[0]->length : 0,
                 segment->hint_count ? segment->hints[0]->bytes : "", segment->span_count,
                 segment->span_count ? segment->spans[0]->offset : 0,
                 segment->span_count ? segment->spans[0]->length : 0,
                 segment->span_count ? segment->spans[0]->kind : 0,
                 segment->span_count ? segment->spans[0]->number : 0,
                 segment->span_count ? (int)segment->spans[0]->partner : 0, (int)request->seed, request->fast,
                 request->deadline_ms > 0);
        hand_over(ticket, 0, line);
    } else {
        echo_segments(request, ticket);
    }
    host->usage(ticket, &usage);
    host->usage(ticket, &usage);
    if (request->model.length == 0) outcome.model_used = text_of("best");
    host->finish(ticket, &outcome);
}

static int listed = 0;

static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    dgm_pair pair = {.struct_size = sizeof pair, .source_locale = text_of("en"), .target_locale = text_of("de")};
    pair.model = text_of(listed++ ? "again" : "m");
    pair.quality = text_of("draft");
    pair.pivot = text_of("fr nl");
    pair.note = text_of("mended");
    host->pair(ticket, &pair);
    dgm_pair any = {.struct_size = sizeof any, .source_locale = text_of("*"), .target_locale = text_of("*")};
    any.refused = text_of("its data is missing");
    any.by_name_only = 1;
    host->pair(ticket, &any);
    finish_with(ticket, DGM_OK, "");
}

static void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    (void)self;
    for (size_t i = 0; i < request->candidate_count; i++) {
        dgm_candidate candidate = {sizeof candidate, *request->candidates[i], 1.0 / (double)(i + 1)};
        host->candidate(ticket, &candidate);
    }
    finish_with(ticket, DGM_OK, "");
}

static void warm_up(dgm_provider *self, const char *model, size_t length, dgm_ticket ticket) {
    (void)self;
    int known = length == 1 && model[0] == 'm';
    finish_with(ticket, known ? DGM_OK : DGM_UNSUPPORTED_PAIR, known ? "" : "no such model");
}

#define PROBE_PAIRS list
#define PROBE_RECOGNIZE recognize
#define PROBE_WARMUP warm_up
#define PROBE_MAX_INSTANCES 0

#include "probe_tables.h"
