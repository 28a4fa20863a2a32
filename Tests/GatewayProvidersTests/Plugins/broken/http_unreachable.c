/* SPDX-License-Identifier: Apache-2.0
 * Takes a service that is not there for a fault of its own. */
#define STATUS(response) ((response)->status == DGM_UNAVAILABLE ? DGM_BROKEN : status_of(response))

#include "asks.h"
