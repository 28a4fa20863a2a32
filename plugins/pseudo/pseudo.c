/*
 * pseudo.c: an engine that needs no data, no network and no time. It serves the pseudo-locales en-XA and
 * ar-XB, stands in for a real engine in tests and benchmarks, and shows how a plugin is made: read this file
 * from the top, next to dragoman_provider.h, and put your engine in the place of pseudo_text.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dragoman_provider.h"
#include "pseudo_text.h"
#include "settings.h"

/* A literal as dgm_text; also good in the initialiser of a constant. */
#define TEXT(literal) \
    { literal, sizeof(literal) - 1 }

/* The host outlives every call, so one pointer for the whole plugin will do. */
static const dgm_host *host;
static const dgm_host_clock *host_clock; /* null when this host has no "clock/1" */

/* A translation that waits for its time. */
typedef struct waiting_call {
    struct waiting_call *next;
    dgm_provider *provider;
    const dgm_translate_request *request; /* lives until `finish`, so there is nothing to copy */
    dgm_ticket ticket;
    bool finished; /* by `cancel`: `request` is gone */
} waiting_call;

/* The header leaves this struct to the plugin. Settings never change after `create`, and translations share
 * nothing else; only the list is written by several threads, for `cancel` is [any]. */
struct dgm_provider {
    dgm_instance instance;
    int64_t latency_ms;
    double failure_rate;
    uint64_t seed;
    pthread_mutex_t lock;
    waiting_call *waiting;
};

/* ------------------------------------------------------------------------------------------------------
 * Models
 * ------------------------------------------------------------------------------------------------------ */

typedef struct model {
    dgm_text name;
    dgm_text locale; /* the pseudo-locale that this model makes */
    size_t (*write)(const dgm_segment *segment, char *output);
} model;

static const model models[] = {
    {TEXT("accented"), TEXT("en-XA"), write_accented},
    {TEXT("bidi"), TEXT("ar-XB"), write_bidirectional},
};

static bool equal(dgm_text left, dgm_text right) {
    return left.length == right.length &&
           (left.length == 0 || memcmp(left.bytes, right.bytes, left.length) == 0);
}

/* Gives null for a name that is not ours. Without a name, the target locale decides. */
static const model *find_model(dgm_text name, dgm_text target_locale) {
    const dgm_text any = TEXT("*");
    if (name.length == 0 || equal(name, any)) {
        return equal(target_locale, models[1].locale) ? &models[1] : &models[0];
    }
    for (size_t index = 0; index < sizeof models / sizeof models[0]; index++) {
        if (equal(name, models[index].name)) {
            return &models[index];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------------------
 * translate/1
 * ------------------------------------------------------------------------------------------------------ */

static void finish(dgm_ticket ticket, int32_t status, dgm_text message, dgm_text model_used) {
    const dgm_outcome outcome = {
        .struct_size = sizeof outcome, .status = status, .message = message, .model_used = model_used};
    host->finish(ticket, &outcome);
}

/* Whether this request is one of those that `failure_rate` makes fail. A hash of the seed and the texts decides
 * (FNV-1a, with the finaliser of SplitMix64), so that a run can be repeated, whatever order calls come in. */
static bool is_chosen_to_fail(const dgm_provider *self, const dgm_translate_request *request) {
    if (self->failure_rate <= 0) {
        return false;
    }
    uint64_t hash = 0xCBF29CE484222325u ^ self->seed;
    for (size_t index = 0; index < request->segment_count; index++) {
        const dgm_text text = request->segments[index]->text;
        for (size_t byte = 0; byte < text.length; byte++) {
            hash = (hash ^ (unsigned char)text.bytes[byte]) * 0x100000001B3u;
        }
        hash = (hash ^ 0xFF) * 0x100000001B3u; /* no UTF-8 has this byte: it keeps "a", "b" apart from "ab" */
    }
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
    hash ^= hash >> 31;
    return (double)(hash >> 11) * 0x1p-53 < self->failure_rate;
}

/* Does the work and ends the call. Outputs are copied by `host->segment`, so one buffer serves them all. */
static void answer(const dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    const dgm_text nothing = {NULL, 0};
    const model *model = find_model(request->model, request->target_locale);
    if (model == NULL) {
        finish(ticket, DGM_UNSUPPORTED_PAIR, (dgm_text)TEXT("there is no such model"), nothing);
        return;
    }
    if (is_chosen_to_fail(self, request)) {
        finish(ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("failure_rate chose this request"), nothing);
        return;
    }

    char small[4096]; /* enough for a text of 580 bytes, which most are shorter than */
    char *output = small;
    size_t capacity = sizeof small;
    dgm_usage usage = {.struct_size = sizeof usage};
    size_t done = 0;
    for (; done < request->segment_count; done++) {
        const dgm_segment *segment = request->segments[done];
        const size_t needed = output_bound(segment->text.length);
        if (needed > capacity) {
            char *larger = realloc(output == small ? NULL : output, needed);
            if (larger == NULL) {
                break;
            }
            output = larger;
            capacity = needed;
        }
        const size_t length = model->write(segment, output);
        host->segment(ticket, done, output, length);
        usage.input_tokens += scalar_count(segment->text.bytes, segment->text.length);
        usage.output_tokens += scalar_count(output, length);
    }
    if (output != small) {
        free(output);
    }

    host->usage(ticket, &usage);
    if (done < request->segment_count) {
        finish(ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("out of memory"), nothing);
        return;
    }
    finish(ticket, DGM_OK, nothing, model->name);
}

/* Takes `call` off the list and gives whether it is still to be ended. */
static bool take(dgm_provider *self, waiting_call *call) {
    pthread_mutex_lock(&self->lock);
    waiting_call **link = &self->waiting;
    while (*link != call) {
        link = &(*link)->next;
    }
    *link = call->next;
    const bool open = !call->finished;
    pthread_mutex_unlock(&self->lock);
    return open;
}

/* The host calls this when the latency of a call has passed. Callbacks never overlap with [instance] calls,
 * but `cancel` may run beside them. */
static void latency_passed(void *context) {
    waiting_call *call = context;
    if (take(call->provider, call)) {
        answer(call->provider, call->request, call->ticket);
    }
    free(call);
}

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    if (self->latency_ms == 0) {
        answer(self, request, ticket);
        return;
    }

    /* Never sleep: the class says `blocking = 0`, so this thread belongs to the host's server. */
    const dgm_text nothing = {NULL, 0};
    waiting_call *call = malloc(sizeof *call);
    if (call == NULL) {
        finish(ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("out of memory"), nothing);
        return;
    }
    *call = (waiting_call){.provider = self, .request = request, .ticket = ticket};
    pthread_mutex_lock(&self->lock);
    call->next = self->waiting;
    self->waiting = call;
    pthread_mutex_unlock(&self->lock);

    /* From here on `call` belongs to the callback, which may already be running, unless there will be none. */
    if (!host_clock->after(self->instance, self->latency_ms, latency_passed, call)) {
        if (take(self, call)) {
            finish(ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("the host's clock takes no more"), nothing);
        }
        free(call);
    }
}

/* Ends the call at once. Its place in the list stays, because the callback still comes for it. */
static void cancel(dgm_provider *self, dgm_ticket ticket) {
    bool open = false;
    pthread_mutex_lock(&self->lock);
    for (waiting_call *call = self->waiting; call != NULL; call = call->next) {
        if (call->ticket == ticket && !call->finished) {
            call->finished = open = true;
        }
    }
    pthread_mutex_unlock(&self->lock);
    if (open) {
        const dgm_text nothing = {NULL, 0};
        finish(ticket, DGM_CANCELLED, nothing, nothing);
    }
}

static const dgm_translate translate_table = {
    .struct_size = sizeof translate_table,
    .granularity = DGM_LEAF, /* a whole text at a time: nothing here needs to know sentences */
    .translate = translate,
    .cancel = cancel,
};

/* ------------------------------------------------------------------------------------------------------
 * pairs/1
 * ------------------------------------------------------------------------------------------------------ */

/* The pseudo-locales are offered to everyone. Any other target is served too, but only to a configuration that
 * names `pseudo`: nobody who asks for French wants to be given this by chance. */
static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    const dgm_text any = TEXT("*"), nothing = {NULL, 0};
    for (int32_t by_name_only = 0; by_name_only <= 1; by_name_only++) {
        for (size_t index = 0; index < sizeof models / sizeof models[0]; index++) {
            const dgm_pair pair = {.struct_size = sizeof pair,
                                   .source_locale = any,
                                   .target_locale = by_name_only ? any : models[index].locale,
                                   .model = models[index].name,
                                   .quality = TEXT("test"),
                                   .by_name_only = by_name_only};
            host->pair(ticket, &pair);
        }
    }
    finish(ticket, DGM_OK, nothing, nothing);
}

static const dgm_pairs pairs_table = {.struct_size = sizeof pairs_table, .list = list};

/* ------------------------------------------------------------------------------------------------------
 * The provider and the plugin
 * ------------------------------------------------------------------------------------------------------ */

static dgm_provider *refuse(const char *why, char *reason, size_t capacity, size_t *reason_length) {
    const size_t length = strlen(why);
    *reason_length = length < capacity ? length : capacity;
    memcpy(reason, why, *reason_length);
    return NULL;
}

static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity,
                            size_t *reason_length) {
    double latency_ms = 0, failure_rate = 0, seed = 0;
    if (!read_number_setting(config->settings, "latency_ms", 0, 3600000, &latency_ms)) {
        return refuse("latency_ms must be a number from 0 to 3600000", reason, capacity, reason_length);
    }
    if (!read_number_setting(config->settings, "failure_rate", 0, 1, &failure_rate)) {
        return refuse("failure_rate must be a number from 0 to 1", reason, capacity, reason_length);
    }
    if (!read_number_setting(config->settings, "seed", 0, 0x1p53, &seed)) {
        return refuse("seed must be a number from 0 to 9007199254740992", reason, capacity, reason_length);
    }
    if (latency_ms > 0 && host_clock == NULL) {
        return refuse("latency_ms needs a host that has clock/1", reason, capacity, reason_length);
    }

    dgm_provider *self = calloc(1, sizeof *self);
    if (self == NULL) {
        return refuse("out of memory", reason, capacity, reason_length);
    }
    self->instance = config->instance;
    self->latency_ms = (int64_t)latency_ms;
    self->failure_rate = failure_rate;
    self->seed = (uint64_t)seed;
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

/* There are no open tickets, but calls that were cancelled may still be on the list: their callbacks never
 * come now that `destroy` has begun. */
static void destroy(dgm_provider *self) {
    while (self->waiting != NULL) {
        waiting_call *call = self->waiting;
        self->waiting = call->next;
        free(call);
    }
    pthread_mutex_destroy(&self->lock);
    free(self);
}

static bool is_named(const char *name, size_t length, const char *expected) {
    return length == strlen(expected) && memcmp(name, expected, length) == 0;
}

static const void *get_extension(const char *name, size_t length) {
    if (is_named(name, length, "translate/1")) {
        return &translate_table;
    }
    if (is_named(name, length, "pairs/1")) {
        return &pairs_table;
    }
    return NULL; /* also for names that are not invented yet: the host does without */
}

static const dgm_provider_class provider = {
    .struct_size = sizeof provider,
    .id = TEXT("pseudo"),
    .revision = TEXT("1"), /* raise it whenever a text comes out differently: caches depend on it */
    .blocking = 0,
    .max_instances = 0,
    .max_open_tickets = 0,
    .create = create,
    .destroy = destroy,
    .get_extension = get_extension,
};

static const dgm_provider_class *const providers[] = {&provider};

static const dgm_plugin plugin = {
    .struct_size = sizeof plugin,
    .abi_major = DGM_ABI_MAJOR,
    .abi_minor = DGM_ABI_MINOR,
    .id = TEXT("org.dragoman.pseudo"),
    .version = TEXT("0.1.0"),
    .provider_count = sizeof providers / sizeof providers[0],
    .providers = providers,
};

const dgm_plugin *dragoman_plugin_v1(const dgm_host *the_host) {
    if (the_host->abi_major != DGM_ABI_MAJOR) {
        return NULL; /* not even "log/1" can be trusted to look as it does here */
    }
    host = the_host;
    host_clock = host->get_extension("clock/1", strlen("clock/1"));
    prepare_accents();
    return &plugin;
}
