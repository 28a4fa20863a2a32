/* SPDX-License-Identifier: Apache-2.0
 * Takes no content for an answer. */
#define STATUS(response) ((response)->http_status == 204 ? DGM_OK : status_of(response))

#include "asks.h"
