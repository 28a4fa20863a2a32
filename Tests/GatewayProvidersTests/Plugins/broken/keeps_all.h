/* SPDX-License-Identifier: Apache-2.0
 * The rest of a plugin that keeps all promises. A file includes "promises.h", defines what it does otherwise, and includes this. */
#ifndef BREAKS_TRANSLATE
MAY_BE_UNUSED static void translate(ARGUMENTS) {
    (void)self;
    echo(request, ticket);
}
#endif

#ifndef PROBE_CANCEL
MAY_BE_UNUSED static void cancel(dgm_provider *self, dgm_ticket ticket) { (void)self, (void)ticket; }
#define PROBE_CANCEL cancel
#endif

#ifndef PROBE_PAIRS
static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    hand_over_pair(ticket, "en", "de", "m");
    finish_with(ticket, DGM_OK, "");
}
#define PROBE_PAIRS list
#endif

#ifndef PROBE_WARMUP
static void warm_up(dgm_provider *self, const char *model, size_t length, dgm_ticket ticket) {
    (void)self;
    dgm_text name = {model, length};
    finish_with(ticket, length == 0 || is(name, "m") ? DGM_OK : DGM_UNSUPPORTED_PAIR, "");
}
#define PROBE_WARMUP warm_up
#endif

#ifndef PROBE_RECOGNIZE
static void recognize(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket) {
    (void)self;
    int allowed = request->candidate_count == 0;
    for (size_t i = 0; i < request->candidate_count; i++) allowed |= is(*request->candidates[i], "en");
    if (allowed && request->text.length > 8 && request->limit > 0) hand_over_candidate(ticket, "en", 0.9);
    finish_with(ticket, DGM_OK, "");
}
#define PROBE_RECOGNIZE recognize
#endif

#ifndef PROBE_MAX_INSTANCES
#define PROBE_MAX_INSTANCES 0
#endif

#ifndef BREAKS_ENTRY
#define PROBE_NO_ENTRY
#endif

#include "../probe_tables.h"

#ifndef BREAKS_ENTRY
DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *given) {
    if (given->abi_major != DGM_ABI_MAJOR) return NULL;
    host = given;
    host_log = host->get_extension("log/1", 5);
    host_clock = host->get_extension("clock/1", 7);
    return &probe_plugin;
}
#endif
