/* SPDX-License-Identifier: Apache-2.0
 * Forgets something with every exchange. */
#include <stdlib.h>
#define STATUS(response) (forgotten = malloc(4096), status_of(response))
static void *volatile forgotten;

#include "asks.h"
