/* SPDX-License-Identifier: Apache-2.0
 * Repeats what its service says. */
#include <stdio.h>
#define MESSAGE(response) \
    (snprintf(words, sizeof words, "%.*s", (int)(response)->body.length, (response)->body.bytes), words)
static char words[256];

#include "asks.h"
