/* SPDX-License-Identifier: Apache-2.0
 * Uses the log after it was ended. */
#include <unistd.h>

#include "promises.h"

static dgm_instance last;
static void *speak(void *context) {
    usleep(300000);
    log_line(last, "still here");
    return context;
}
#define PROBE_DESTROY destroy
static void destroy(dgm_provider *self) {
    free(self);
    on_thread(speak, NULL);
}

#include "keeps_all.h"
