/* SPDX-License-Identifier: Apache-2.0
 * Cancels all calls at once. */
#include "promises.h"

#define ANSWERS
struct call;
static void answer_later(struct call *call);
static int all_cancelled;
#define PROBE_CANCEL cancel
static void cancel(dgm_provider *self, dgm_ticket ticket) {
    (void)self, (void)ticket;
    all_cancelled = 1;
}

#include "later.h"

static void answer_later(struct call *call) {
    if (all_cancelled) {
        finish_with(call->ticket, DGM_CANCELLED, "");
    } else {
        echo(call->request, call->ticket);
    }
}
