/* SPDX-License-Identifier: Apache-2.0
 * Looks at the request after it finished. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    echo(request, ticket);
    size_t bytes = 0;
    for (size_t i = 0; i < request->segment_count; i++) bytes += request->segments[i]->text.length;
    if (bytes == 77) log_line(0, "a long batch");
}

#include "keeps_all.h"
