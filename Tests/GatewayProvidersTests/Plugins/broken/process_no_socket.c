/* SPDX-License-Identifier: Apache-2.0
 * Goes to the network by itself. */
#include <sys/socket.h>

#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    static int connection = -1;
    if (connection < 0) connection = socket(AF_INET, SOCK_DGRAM, 0);
    echo(request, ticket);
}

#include "keeps_all.h"
