/* SPDX-License-Identifier: Apache-2.0
 * Says that it sees to terms, and does not. */
#include "promises.h"

#define PROBE_TERMS DGM_TERMS_NATIVE

#include "keeps_all.h"
