/* SPDX-License-Identifier: Apache-2.0
 * Brings another provider than its manifest lists. */
#include "promises.h"

#define PROBE_PROVIDER "another"

#include "keeps_all.h"
