/* SPDX-License-Identifier: Apache-2.0
 * Waits for its service whatever happens. */
#define BREAKS_CANCEL
#include "promises.h"
static void cancel(dgm_provider *self, dgm_ticket ticket) { (void)self, (void)ticket; }

#include "asks.h"
