/* SPDX-License-Identifier: Apache-2.0
 * Makes no instance. */
#include "promises.h"

#define PROBE_CREATE create
static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity, size_t *length) {
    (void)config, (void)reason, (void)capacity, (void)length;
    memcpy(reason, "no", *length = 2);
    return NULL;
}

#include "keeps_all.h"
