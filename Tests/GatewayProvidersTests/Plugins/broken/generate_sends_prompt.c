/* SPDX-License-Identifier: Apache-2.0
 * Sends the last message only. */
#define MESSAGES - 1 && i < 1

#include "asks.h"
