/* SPDX-License-Identifier: Apache-2.0
 * Divides by nothing. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    double nothing = 0;
    dgm_usage usage = {.struct_size = sizeof usage, .cost_usd = nothing / nothing};
    host->usage(ticket, &usage);
    echo(request, ticket);
}

#include "keeps_all.h"
