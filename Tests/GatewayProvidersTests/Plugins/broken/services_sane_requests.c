/* SPDX-License-Identifier: Apache-2.0
 * Logs for an instance that it made up. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    log_line(4711, "hello");
    echo(request, ticket);
}

#include "keeps_all.h"
