/* SPDX-License-Identifier: Apache-2.0
 * Ends the process. */
#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    exit((int)request->segment_count * 0 + (int)(ticket & 0));
}

#include "keeps_all.h"
