/* SPDX-License-Identifier: Apache-2.0
 * Writes texts into JSON as they come. */
#define WRITE write_as_it_is
#include <stdio.h>

#include "promises.h"
static void write_as_it_is(char **output, dgm_text text) { *output += sprintf(*output, "\"%.*s\"", (int)text.length, text.bytes); }

#include "asks.h"
