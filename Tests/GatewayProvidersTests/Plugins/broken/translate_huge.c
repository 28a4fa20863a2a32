/* SPDX-License-Identifier: Apache-2.0
 * Has room for short texts only. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (request->segments[0]->text.length > 500000) abort();
    echo(request, ticket);
}

#include "keeps_all.h"
