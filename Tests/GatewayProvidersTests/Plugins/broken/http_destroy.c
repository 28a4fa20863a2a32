/* SPDX-License-Identifier: Apache-2.0
 * Ends with the process when an exchange is open. */
#include "promises.h"
static void destroy(dgm_provider *self);
#define PROBE_DESTROY destroy

#include "asks.h"

static void destroy(dgm_provider *self) {
    if (open_exchanges) abort();
    free(self);
}
