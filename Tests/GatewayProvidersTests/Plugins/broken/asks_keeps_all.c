/* SPDX-License-Identifier: Apache-2.0
 * Keeps every promise of a language model behind http/1. */
#define KEEPS_ALL

#include "asks.h"
