/* SPDX-License-Identifier: Apache-2.0
 * Sleeps in a call, and says that it does not block. */
#include <unistd.h>

#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    usleep(30000);
    echo(request, ticket);
}

#include "keeps_all.h"
