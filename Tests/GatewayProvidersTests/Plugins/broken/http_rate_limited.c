/* SPDX-License-Identifier: Apache-2.0
 * Takes too many requests for a fault. */
#define STATUS(response) ((response)->http_status == 429 ? DGM_BROKEN : status_of(response))

#include "asks.h"
