/* SPDX-License-Identifier: Apache-2.0
 * Says something for an instance that was ended. */
#include <unistd.h>

#include "promises.h"

static dgm_instance last;
static void *speak(void *context) {
    usleep(60000);
    log_line(last, "still here");
    return context;
}
#define PROBE_CANCEL cancel
static void cancel(dgm_provider *self, dgm_ticket ticket) {
    (void)ticket;
    last = self->instance;
    on_thread(speak, NULL);
}

#include "keeps_all.h"
