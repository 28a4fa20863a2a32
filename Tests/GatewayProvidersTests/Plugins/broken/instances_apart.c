/* SPDX-License-Identifier: Apache-2.0
 * Says in its texts how many instances there are. */
#include "promises.h"

static int made;
#define PROBE_CREATE create
static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity, size_t *length) {
    (void)config, (void)reason, (void)capacity, (void)length;
    made++;
    dgm_provider *self = calloc(1, sizeof *self);
    self->instance = config->instance;
    return self;
}
#define PROBE_DESTROY destroy
static void destroy(dgm_provider *self) { made--, free(self); }
#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    if (!serves(request, ticket)) return;
    for (size_t i = 0; i < request->segment_count; i++) hand_over(ticket, i, made > 1 ? "many" : "one");
    finish_with(ticket, DGM_OK, "");
}

#include "keeps_all.h"
