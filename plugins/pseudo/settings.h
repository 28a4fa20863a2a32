/*
 * settings.h: reads numbers out of the JSON object that `create` is given.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_PSEUDO_SETTINGS_H
#define DRAGOMAN_PSEUDO_SETTINGS_H

#include <stdbool.h>

#include "dragoman_provider.h"

/* Sets `*value` to the number under `key` in the outermost object of `json`, or leaves it alone when there
 * is no such key. Gives false when the value is no number, or lies outside of `minimum` to `maximum`. */
bool read_number_setting(dgm_text json, const char *key, double minimum, double maximum, double *value);

#endif
