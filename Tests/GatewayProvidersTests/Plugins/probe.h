/* SPDX-License-Identifier: Apache-2.0
 * What the plugins of the tests share. A file includes this, defines `translate`, and includes
 * "probe_tables.h"; macros defined in between replace what the tables hold.
 * PROBE_NAME comes from the command line. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dragoman_provider.h"

static const dgm_host *host;

struct dgm_provider {
    dgm_instance instance;
    char settings[512];
};

static inline dgm_text text_of(const char *text) {
    dgm_text result = {text, strlen(text)};
    return result;
}

static inline int32_t finish_with(dgm_ticket ticket, int32_t status, const char *message) {
    dgm_outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    outcome.struct_size = sizeof outcome;
    outcome.status = status;
    outcome.message = text_of(message);
    return host->finish(ticket, &outcome);
}

static inline void echo_segments(const dgm_translate_request *request, dgm_ticket ticket) {
    for (size_t i = 0; i < request->segment_count; i++) {
        const dgm_text text = request->segments[i]->text;
        host->segment(ticket, i, text.bytes, text.length);
    }
}

static inline void hand_over(dgm_ticket ticket, size_t index, const char *text) {
    host->segment(ticket, index, text, strlen(text));
}

static inline int contains(dgm_text text, const char *part) {
    return text.length > 0 && memmem(text.bytes, text.length, part, strlen(part)) != NULL;
}

/* A gate that the test opens: what waits at it has no other way on. */
typedef struct probe_gate {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
    int count;
} probe_gate;

#define PROBE_GATE {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0}

static inline void gate_wait(probe_gate *gate) {
    pthread_mutex_lock(&gate->mutex);
    while (gate->count == 0) pthread_cond_wait(&gate->condition, &gate->mutex);
    gate->count--;
    pthread_mutex_unlock(&gate->mutex);
}

static inline void gate_open(probe_gate *gate) {
    pthread_mutex_lock(&gate->mutex);
    gate->count++;
    pthread_cond_broadcast(&gate->condition);
    pthread_mutex_unlock(&gate->mutex);
}

static inline void on_thread(void *(*run)(void *), void *context) {
    pthread_t thread;
    pthread_create(&thread, NULL, run, context);
    pthread_detach(thread);
}
