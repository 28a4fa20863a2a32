/* SPDX-License-Identifier: Apache-2.0
 * Starts a thread as soon as it is loaded. */
#include <unistd.h>

#include "promises.h"

static void *idle(void *context) {
    for (;;) pause();
    return context;
}
__attribute__((constructor)) static void load(void) { on_thread(idle, NULL); }

#include "keeps_all.h"
