/* SPDX-License-Identifier: Apache-2.0
 * Sets a variable. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    setenv("PROBE_WAS_HERE", "1", 1);
    echo(request, ticket);
}

#include "keeps_all.h"
