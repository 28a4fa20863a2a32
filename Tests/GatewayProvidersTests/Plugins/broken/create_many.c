/* SPDX-License-Identifier: Apache-2.0
 * Forgets something with every instance. */
#include "promises.h"

static void *volatile forgotten;
#define PROBE_CREATE create
static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity, size_t *length) {
    (void)config, (void)reason, (void)capacity, (void)length;
    forgotten = malloc(8192);
    dgm_provider *self = calloc(1, sizeof *self);
    self->instance = config->instance;
    return self;
}

#include "keeps_all.h"
