/* SPDX-License-Identifier: Apache-2.0
 * Takes a missing key for a service that is down. */
#define WITHOUT_SECRET DGM_UNAVAILABLE

#include "asks.h"
