/* SPDX-License-Identifier: Apache-2.0
 * The descriptors of a test's plugin; see "probe.h". */
#ifndef PROBE_ID
#define PROBE_ID "test." PROBE_NAME
#endif
#ifndef PROBE_PROVIDER
#define PROBE_PROVIDER PROBE_NAME
#endif
#ifndef PROBE_MAJOR
#define PROBE_MAJOR DGM_ABI_MAJOR
#endif
#ifndef PROBE_PLUGIN_SIZE
#define PROBE_PLUGIN_SIZE sizeof(dgm_plugin)
#endif
#ifndef PROBE_CLASS_SIZE
#define PROBE_CLASS_SIZE sizeof(dgm_provider_class)
#endif
#ifndef PROBE_BLOCKING
#define PROBE_BLOCKING 0
#endif
#ifndef PROBE_MAX_INSTANCES
#define PROBE_MAX_INSTANCES 1
#endif
#ifndef PROBE_MAX_OPEN
#define PROBE_MAX_OPEN 0
#endif
#ifndef PROBE_CANCEL
#define PROBE_CANCEL NULL
#endif
#ifndef PROBE_DESTROY
static void probe_destroy(dgm_provider *self) { free(self); }
#define PROBE_DESTROY probe_destroy
#endif
#ifndef PROBE_CREATE
static dgm_provider *probe_create(const dgm_instance_config *config, char *reason, size_t capacity,
                                  size_t *reason_length) {
    (void)reason, (void)capacity, (void)reason_length;
    dgm_provider *self = calloc(1, sizeof *self);
    self->instance = config->instance;
    if (config->settings.length < sizeof self->settings)
        memcpy(self->settings, config->settings.bytes, config->settings.length);
    return self;
}
#define PROBE_CREATE probe_create
#endif

#ifndef PROBE_GRANULARITY
#define PROBE_GRANULARITY DGM_LEAF
#endif
#ifndef PROBE_TERMS
#define PROBE_TERMS DGM_TERMS_INSERTED
#endif
#ifndef PROBE_ONLY_GENERATES
static const dgm_translate probe_translate = {
    .struct_size = sizeof(dgm_translate),
    .granularity = PROBE_GRANULARITY,
    .translate = translate, .cancel = PROBE_CANCEL, .terms = PROBE_TERMS};
#endif
#ifdef PROBE_PAIRS
static const dgm_pairs probe_pairs = {sizeof(dgm_pairs), PROBE_PAIRS};
#endif
#ifdef PROBE_RECOGNIZE
static const dgm_recognize probe_recognize = {sizeof(dgm_recognize), PROBE_RECOGNIZE};
#endif
#ifdef PROBE_WARMUP
static const dgm_warmup probe_warmup = {sizeof(dgm_warmup), PROBE_WARMUP};
#endif

#ifndef PROBE_EXTENSION
#define PROBE_EXTENSION probe_extension
#endif

static inline const void *probe_extension(const char *name, size_t length) {
#define PROBE_IS(text) (length == strlen(text) && memcmp(name, text, length) == 0)
#ifdef PROBE_ONLY_GENERATES
    if (PROBE_IS("generate/1")) return PROBE_ONLY_GENERATES;
#else
    if (PROBE_IS("translate/1")) return &probe_translate;
#endif
#ifdef PROBE_PAIRS
    if (PROBE_IS("pairs/1")) return &probe_pairs;
#endif
#ifdef PROBE_RECOGNIZE
    if (PROBE_IS("recognize/1")) return &probe_recognize;
#endif
#ifdef PROBE_WARMUP
    if (PROBE_IS("warmup/1")) return &probe_warmup;
#endif
    return NULL;
}

static const dgm_provider_class probe_class = {
    .struct_size = PROBE_CLASS_SIZE,
    .id = {PROBE_PROVIDER, sizeof PROBE_PROVIDER - 1},
    .revision = {"1", 1},
    .blocking = PROBE_BLOCKING,
    .max_instances = PROBE_MAX_INSTANCES,
    .max_open_tickets = PROBE_MAX_OPEN,
    .create = PROBE_CREATE,
    .destroy = PROBE_DESTROY,
    .get_extension = PROBE_EXTENSION,
};
static const dgm_provider_class *const probe_classes[] = {&probe_class};
static const dgm_plugin probe_plugin = {
    .struct_size = PROBE_PLUGIN_SIZE,
    .abi_major = PROBE_MAJOR,
    .abi_minor = DGM_ABI_MINOR,
    .id = {PROBE_ID, sizeof PROBE_ID - 1},
    .version = {"1.0.0", 5},
    .provider_count = 1,
    .providers = probe_classes,
};

#ifndef PROBE_NO_ENTRY
DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *given) {
    host = given;
#ifdef PROBE_NULL_TABLE
    return NULL;
#else
    return &probe_plugin;
#endif
}
#endif
