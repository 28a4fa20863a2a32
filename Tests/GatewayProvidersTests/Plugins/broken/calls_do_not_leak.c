/* SPDX-License-Identifier: Apache-2.0
 * Forgets something with every call. */
#include "promises.h"

static void *volatile forgotten;
#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    forgotten = malloc(4096);
    echo(request, ticket);
}

#include "keeps_all.h"
