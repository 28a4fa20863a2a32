/* SPDX-License-Identifier: Apache-2.0
 * Does not say which call an exchange serves. */
#define ON_BEHALF_OF 0

#include "asks.h"
