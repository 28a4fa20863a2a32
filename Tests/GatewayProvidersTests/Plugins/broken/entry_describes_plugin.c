/* SPDX-License-Identifier: Apache-2.0
 * Has another id than its manifest. */
#include "promises.h"

#define PROBE_ID "test.another"

#include "keeps_all.h"
