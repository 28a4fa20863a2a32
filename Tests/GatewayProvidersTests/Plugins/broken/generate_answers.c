/* SPDX-License-Identifier: Apache-2.0
 * Takes every answer for a fault. */
#define STATUS(response) DGM_BROKEN

#include "asks.h"
