/* SPDX-License-Identifier: Apache-2.0
 * Has room for short answers. */
#define STATUS(response) ((response)->body.length > 500000 ? (abort(), 0) : status_of(response))

#include "asks.h"
