/* SPDX-License-Identifier: Apache-2.0
 * Counts on there being no instructions. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (request->instruction_count > 0) abort();
    echo(request, ticket);
}

#include "keeps_all.h"
