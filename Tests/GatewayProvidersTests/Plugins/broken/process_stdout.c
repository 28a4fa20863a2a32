/* SPDX-License-Identifier: Apache-2.0
 * Writes to standard output. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    printf("translating\n");
    echo(request, ticket);
}

#include "keeps_all.h"
