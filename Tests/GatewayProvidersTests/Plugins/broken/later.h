/* SPDX-License-Identifier: Apache-2.0
 * Answers by clock/1: calls stay open for a while. A file may define `answer_later(call)`. */
struct call {
    dgm_provider *self;
    const dgm_translate_request *request;
    dgm_ticket ticket;
    int open_beside;
};
static int open_calls;

#ifndef ANSWERS
static void answer_later(struct call *call) { echo(call->request, call->ticket); }
#endif

static void run(void *context) {
    struct call *call = context;
    answer_later(call);
    open_calls--;
    free(call);
}

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    struct call *call = malloc(sizeof *call);
    *call = (struct call){self, request, ticket, open_calls++};
    if (!host_clock || !host_clock->after(self->instance, 2, run, call)) run(call);
}

#include "keeps_all.h"
