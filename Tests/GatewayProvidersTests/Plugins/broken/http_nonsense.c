/* SPDX-License-Identifier: Apache-2.0
 * Thinks that nonsense will pass. */
#define STATUS(response) ((response)->http_status == 200 ? DGM_UNAVAILABLE : status_of(response))

#include "asks.h"
