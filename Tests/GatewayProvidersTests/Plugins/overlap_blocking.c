/* SPDX-License-Identifier: Apache-2.0
 * Blocks, and counts how many [instance] calls and callbacks run at once, and answers with the most there were. */
#include "probe.h"

static int inside, most, callbacks;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void enter(void) {
    pthread_mutex_lock(&lock);
    if (++inside > most) most = inside;
    pthread_mutex_unlock(&lock);
    for (volatile int i = 0; i < 20000; i++) {}
}

static void leave(void) {
    pthread_mutex_lock(&lock);
    inside--;
    pthread_mutex_unlock(&lock);
}

static void answer(void *context) {
    dgm_ticket ticket = (dgm_ticket)(size_t)context;
    char line[32];
    enter();
    pthread_mutex_lock(&lock);
    callbacks++;
    snprintf(line, sizeof line, "%d", most);
    pthread_mutex_unlock(&lock);
    hand_over(ticket, 0, line);
    leave();
    finish_with(ticket, DGM_OK, "");
}

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self, (void)request;
    enter();
    const dgm_host_compute *compute = host->get_extension("compute/1", 9);
    const dgm_host_clock *clock = host->get_extension("clock/1", 7);
    int32_t taken = contains(request->model, "clock")
                        ? clock->after(self->instance, 1, answer, (void *)(size_t)ticket)
                        : compute->submit(self->instance, answer, (void *)(size_t)ticket);
    leave();
    if (!taken) finish_with(ticket, DGM_UNAVAILABLE, "not taken");
}

#define PROBE_BLOCKING 1
#include "probe_tables.h"
