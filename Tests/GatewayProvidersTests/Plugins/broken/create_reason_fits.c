/* SPDX-License-Identifier: Apache-2.0
 * Writes its reason whatever the capacity. */
#include "promises.h"

#define PROBE_CREATE create
static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity, size_t *length) {
    (void)config, (void)reason, (void)capacity, (void)length;
    if (config->settings.length == 0 || config->settings.bytes[0] != '{') {
        *length = (size_t)snprintf(reason, 512, "the settings have to be an object");
        return NULL;
    }
    dgm_provider *self = calloc(1, sizeof *self);
    self->instance = config->instance;
    return self;
}

#include "keeps_all.h"
