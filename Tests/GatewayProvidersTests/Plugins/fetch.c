/* SPDX-License-Identifier: Apache-2.0
 * Answers with the host's exchange; the text is the URL, the model says how. */
#include "probe.h"

struct job {
    dgm_ticket ticket;
    const dgm_host_http *http;
};
static probe_gate ended = PROBE_GATE;
static int32_t last_status;

/* How the last exchange ended, once it has. */
DGM_EXPORT int32_t probe_await_end(void) {
    gate_wait(&ended);
    return last_status;
}

static void done(void *context, const dgm_http_response *response) {
    struct job *job = context;
    char line[1024];
    int length = snprintf(line, sizeof line, "%d %d", response->status, response->http_status);
    for (size_t i = 0; i < response->header_count; i++) {
        const dgm_http_header *header = response->headers[i];
        if (contains(header->name, "x-answer"))
            length += snprintf(line + length, sizeof line - (size_t)length, " %.*s", (int)header->value.length,
                               header->value.bytes);
    }
    length += snprintf(line + length, sizeof line - (size_t)length, " %.*s",
                       (int)(response->body.length ? response->body.length : response->message.length),
                       response->body.length ? response->body.bytes : response->message.bytes);
    last_status = response->status;
    hand_over(job->ticket, 0, line);
    finish_with(job->ticket, DGM_OK, "");
    free(job);
    gate_open(&ended);
}

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    struct job *job = malloc(sizeof *job);
    job->ticket = ticket;
    job->http = host->get_extension("http/1", 6);
    dgm_http_header header = {sizeof header, text_of("x-question"), text_of("why")};
    const dgm_http_header *headers[] = {&header};
    dgm_http_request exchange = {.struct_size = sizeof exchange, .method = text_of("POST")};
    exchange.url = request->segments[0]->text;
    exchange.header_count = 1;
    exchange.headers = headers;
    exchange.body = text_of("body");
    if (!contains(request->model, "orphan")) exchange.on_behalf_of = ticket;
    uint64_t handle = job->http->start(self->instance, &exchange, done, job);
    if (!handle) {
        free(job);
        finish_with(ticket, DGM_UNAVAILABLE, "not begun");
    } else if (contains(request->model, "cancel")) {
        job->http->cancel(handle);
    }
}

#include "probe_tables.h"
