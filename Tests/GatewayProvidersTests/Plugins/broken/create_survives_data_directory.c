/* SPDX-License-Identifier: Apache-2.0
 * Counts on a data folder that can be read. */
#include "promises.h"

#define PROBE_CREATE create
static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity, size_t *length) {
    (void)config, (void)reason, (void)capacity, (void)length;
    if (config->data_directory.length > 0) {
        char path[256];
        snprintf(path, sizeof path, "%.*s/cache", (int)config->data_directory.length, config->data_directory.bytes);
        FILE *file = fopen(path, "w");
        fputs("x", file);
        fclose(file);
    }
    dgm_provider *self = calloc(1, sizeof *self);
    self->instance = config->instance;
    return self;
}

#include "keeps_all.h"
