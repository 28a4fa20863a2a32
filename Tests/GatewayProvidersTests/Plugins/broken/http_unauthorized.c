/* SPDX-License-Identifier: Apache-2.0
 * Takes a refused key for a fault. */
#define STATUS(response) ((response)->http_status == 401 ? DGM_BROKEN : status_of(response))

#include "asks.h"
