/* SPDX-License-Identifier: Apache-2.0
 * Makes one instance, and says that there may be any number. */
#include "promises.h"

static int made;
#define PROBE_CREATE create
static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity, size_t *length) {
    (void)config, (void)reason, (void)capacity, (void)length;
    if (made++ > 0) {
        memcpy(reason, "one only", *length = 8);
        return NULL;
    }
    dgm_provider *self = calloc(1, sizeof *self);
    self->instance = config->instance;
    return self;
}

#include "keeps_all.h"
