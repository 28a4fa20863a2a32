/* SPDX-License-Identifier: Apache-2.0
 * Keeps every promise. */
#include "promises.h"



#include "keeps_all.h"
