/* SPDX-License-Identifier: Apache-2.0
 * Forgets something with every cancel. */
#include "promises.h"

static void *volatile forgotten;
#define PROBE_CANCEL cancel
static void cancel(dgm_provider *self, dgm_ticket ticket) {
    (void)self, (void)ticket;
    forgotten = malloc(4096);
}

#include "keeps_all.h"
