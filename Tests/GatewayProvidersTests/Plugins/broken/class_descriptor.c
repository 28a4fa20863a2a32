/* SPDX-License-Identifier: Apache-2.0
 * Says that it blocks by a number that is neither yes nor no. */
#include "promises.h"

#define PROBE_BLOCKING 7

#include "keeps_all.h"
