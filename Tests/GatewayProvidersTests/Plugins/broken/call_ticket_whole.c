/* SPDX-License-Identifier: Apache-2.0
 * Keeps tickets in 32 bits. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    echo(request, (uint32_t)ticket);
}

#include "keeps_all.h"
