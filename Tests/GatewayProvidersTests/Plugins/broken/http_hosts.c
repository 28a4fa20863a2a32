/* SPDX-License-Identifier: Apache-2.0
 * Asks a host that the manifest does not name. */
#define URL "https://other.example.net/v1"

#include "asks.h"
