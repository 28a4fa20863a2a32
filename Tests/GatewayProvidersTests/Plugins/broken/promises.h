/* SPDX-License-Identifier: Apache-2.0
 * What plugins share that break one promise and keep all others: see keeps_all.h for the order of includes. */
#ifndef PROMISES_H
#define PROMISES_H
#include "../probe.h"

#define ARGUMENTS dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket

#define MAY_BE_UNUSED __attribute__((unused))

MAY_BE_UNUSED static const dgm_host_log *host_log;
MAY_BE_UNUSED static const dgm_host_clock *host_clock;

static inline int is(dgm_text text, const char *expected) {
    return text.length == strlen(expected) && (text.length == 0 || memcmp(text.bytes, expected, text.length) == 0);
}

static inline int has_language(dgm_text locale, const char *language) {
    return locale.length >= 2 && memcmp(locale.bytes, language, 2) == 0 &&
           (locale.length == 2 || locale.bytes[2] == '-');
}

/* What every good plugin begins with: gives 0 and finishes when it does not have the model or the pair. */
static inline int serves(const dgm_translate_request *request, dgm_ticket ticket) {
    int has_model = request->model.length == 0 || is(request->model, "m");
    if (has_model && has_language(request->source_locale, "en") && has_language(request->target_locale, "de")) return 1;
    finish_with(ticket, DGM_UNSUPPORTED_PAIR, "not this one");
    return 0;
}

static inline void echo(const dgm_translate_request *request, dgm_ticket ticket) {
    if (!serves(request, ticket)) return;
    echo_segments(request, ticket);
    finish_with(ticket, DGM_OK, "");
}

static inline void hand_over_pair(dgm_ticket ticket, const char *source, const char *target, const char *model) {
    dgm_pair pair = {.struct_size = sizeof pair,
                     .source_locale = text_of(source),
                     .target_locale = text_of(target),
                     .model = text_of(model),
                     .quality = text_of("test")};
    host->pair(ticket, &pair);
}

static inline void hand_over_candidate(dgm_ticket ticket, const char *locale, double confidence) {
    dgm_candidate candidate = {sizeof candidate, text_of(locale), confidence};
    host->candidate(ticket, &candidate);
}

static inline void log_line(dgm_instance instance, const char *line) {
    if (host_log) host_log->write(instance, DGM_LOG_INFO, line, strlen(line));
}
#endif
