/* SPDX-License-Identifier: Apache-2.0
 * Changes the umask. */
#include <sys/stat.h>

#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    umask(0077);
    echo(request, ticket);
}

#include "keeps_all.h"
