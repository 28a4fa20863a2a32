/* SPDX-License-Identifier: Apache-2.0
 * Blames the text for a broken service. */
#define STATUS(response) ((response)->http_status == 500 ? DGM_INVALID_INPUT : status_of(response))

#include "asks.h"
