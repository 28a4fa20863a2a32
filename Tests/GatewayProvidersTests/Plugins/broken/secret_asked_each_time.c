/* SPDX-License-Identifier: Apache-2.0
 * Keeps its key. */
#define SECRET(self) (kept ? kept : (kept = host_secret->get((self)->instance, "api_key", 7, key, sizeof key)))
static long kept;

#include "asks.h"
