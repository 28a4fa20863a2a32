/* SPDX-License-Identifier: Apache-2.0
 * Handles a signal. */
#include <signal.h>

#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    signal(SIGUSR1, SIG_IGN);
    echo(request, ticket);
}

#include "keeps_all.h"
