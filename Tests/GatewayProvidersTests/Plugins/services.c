/* SPDX-License-Identifier: Apache-2.0
 * Answers with what the host's services say; the model's name picks one. */
#include "probe.h"

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    char line[1024] = "";
    size_t ends[8] = {0};
    uint32_t codes[8] = {0};
    const dgm_text text = request->segments[0]->text;
    const dgm_host_log *log = host->get_extension("log/1", 5);
    const dgm_host_clock *clock = host->get_extension("clock/1", 7);
    const dgm_host_compute *compute = host->get_extension("compute/1", 9);
    const dgm_host_text *ext = host->get_extension("text/1", 6);
    if (contains(request->model, "log")) {
        log->write(self->instance, DGM_LOG_WARNING, text.bytes, text.length);
    } else if (contains(request->model, "clock")) {
        snprintf(line, sizeof line, "%d %d %d", clock->unix_ms() > 1600000000000, clock->monotonic_ns() > 0,
                 clock->after(987654321, 0, NULL, NULL));
    } else if (contains(request->model, "sentences")) {
        int64_t count = ext->sentences("en", 2, text.bytes, text.length, ends, 2);
        snprintf(line, sizeof line, "%d: %zu %zu %zu", (int)count, ends[0], ends[1], ends[2]);
    } else if (contains(request->model, "scripts")) {
        int64_t count = ext->scripts(text.bytes, text.length, ends, codes, 8);
        snprintf(line, sizeof line, "%d: %zu %x %d", (int)count, ends[0], codes[0],
                 (int)ext->scripts("\xff", 1, ends, codes, 8));
    } else if (contains(request->model, "unknown")) {
        snprintf(line, sizeof line, "%d %d", host->get_extension("secret/9", 8) == NULL,
                 host->get_extension(NULL, 0) == NULL);
    } else if (contains(request->model, "settings")) {
        snprintf(line, sizeof line, "%s", self->settings);
    } else if (contains(request->model, "parallelism")) {
        snprintf(line, sizeof line, "%d", compute->parallelism() > 0);
    }
    hand_over(ticket, 0, line);
    finish_with(ticket, DGM_OK, "");
}

#include "probe_tables.h"
