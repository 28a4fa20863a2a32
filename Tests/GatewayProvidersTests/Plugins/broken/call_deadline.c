/* SPDX-License-Identifier: Apache-2.0
 * Forgets calls whose time is over. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (request->deadline_ms <= 0) return;
    echo(request, ticket);
}

#include "keeps_all.h"
