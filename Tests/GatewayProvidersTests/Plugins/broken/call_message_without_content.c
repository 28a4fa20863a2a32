/* SPDX-License-Identifier: Apache-2.0
 * Repeats the text in its message. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    char message[256];
    dgm_text text = request->segments[0]->text;
    snprintf(message, sizeof message, "cannot do \"%.*s\"", (int)text.length, text.bytes);
    if (is(request->model, "m") || request->model.length == 0) {
        echo(request, ticket);
        return;
    }
    finish_with(ticket, DGM_UNSUPPORTED_PAIR, message);
}

#include "keeps_all.h"
