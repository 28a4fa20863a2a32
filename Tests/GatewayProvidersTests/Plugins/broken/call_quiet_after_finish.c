/* SPDX-License-Identifier: Apache-2.0
 * Hands over a segment after it finished. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    echo(request, ticket);
    hand_over(ticket, 0, "late");
}

#include "keeps_all.h"
