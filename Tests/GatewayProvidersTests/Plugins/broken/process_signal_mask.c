/* SPDX-License-Identifier: Apache-2.0
 * Blocks a signal. */
#include <signal.h>

#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    echo(request, ticket);
}

#include "keeps_all.h"
