/* SPDX-License-Identifier: Apache-2.0
 * Needs a function that there is nowhere. */
#include "promises.h"

DGM_EXPORT void nowhere_to_be_found(void);
void nowhere_to_be_found(void);
extern int there_is_no_such_function(void);
static int (*volatile used)(void) = there_is_no_such_function;
#define PROBE_DESTROY destroy
static void destroy(dgm_provider *self) { free(self), used(); }

#include "keeps_all.h"
