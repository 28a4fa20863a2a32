/* SPDX-License-Identifier: Apache-2.0
 * Wants segments of a kind that there is not. */
#include "promises.h"

#define PROBE_GRANULARITY 9

#include "keeps_all.h"
