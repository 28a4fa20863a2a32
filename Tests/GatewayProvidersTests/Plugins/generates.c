/* SPDX-License-Identifier: Apache-2.0
 * A language model that says what it was asked; its secret's length is all it tells of that. */
#include "probe.h"

static void generate(dgm_provider *self, const dgm_generate_request *request, dgm_ticket ticket) {
    char answer[1024], secret[64];
    const dgm_host_secret *secrets = host->get_extension("secret/1", 8);
    long long length = secrets->get(self->instance, "api_key", 7, secret, sizeof secret);
    long long none = secrets->get(self->instance, "other", 5, secret, sizeof secret);
    size_t used = (size_t)snprintf(answer, sizeof answer, "%.*s|", (int)request->model.length, request->model.bytes);
    for (size_t i = 0; i < request->message_count; i++) {
        const dgm_message *message = request->messages[i];
        used += (size_t)snprintf(answer + used, sizeof answer - used, "%d%s:%.*s|", message->role,
                                 message->stable ? "s" : "", (int)message->text.length, message->text.bytes);
    }
    snprintf(answer + used, sizeof answer - used, "%.*s=%.*s|max %lld|t %.1f|seed %d|left %d|secret %lld %lld",
             (int)request->schema_name.length, request->schema_name.bytes, (int)request->schema.length,
             request->schema.bytes, (long long)request->max_output_tokens, request->temperature, (int)request->seed,
             request->deadline_ms > 0, length, none);
    dgm_outcome outcome = {.struct_size = sizeof outcome, .stop = DGM_STOP_LENGTH};
    if (contains(request->model, "silent")) {
        host->finish(ticket, &outcome);
        return;
    }
    hand_over(ticket, 0, answer);
    dgm_usage usage = {sizeof usage, 100, 20, 0, 64};
    if (contains(request->model, "greedy")) usage.cached_input_tokens = 101;
    host->usage(ticket, &usage);
    host->finish(ticket, &outcome);
}

static const dgm_generate generating = {.struct_size = sizeof generating, .generate = generate};

#define PROBE_ONLY_GENERATES &generating

#include "probe_tables.h"
