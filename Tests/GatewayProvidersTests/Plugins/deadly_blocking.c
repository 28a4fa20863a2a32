/* SPDX-License-Identifier: Apache-2.0
 * The same on threads of the instances' own, one call at a time in each. */
#define PROBE_BLOCKING 1
#define PROBE_MAX_OPEN 1
#include "deadly.c"
