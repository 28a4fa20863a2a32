/* SPDX-License-Identifier: Apache-2.0
 * Exports a function of its own. */
#include "promises.h"

DGM_EXPORT void translate_everything(void) {}

#include "keeps_all.h"
