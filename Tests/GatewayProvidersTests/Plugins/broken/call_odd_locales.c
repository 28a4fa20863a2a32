/* SPDX-License-Identifier: Apache-2.0
 * Has room for short locales. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (request->target_locale.length > 100) abort();
    echo(request, ticket);
}

#include "keeps_all.h"
