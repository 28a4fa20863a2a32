/*
 * witness.c: an engine that writes down what it is asked before it answers, for scripts/torture. A line of the file
 * that DRAGOMAN_WITNESS names is `target locale, tab, text`, one for each segment; a batch is one write, and what was
 * written outlives the process, however it ends. A translation is the text with its target locale behind it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dragoman_provider.h"

#define TEXT(literal) \
    { literal, sizeof(literal) - 1 }

enum { SEGMENTS = 8, SHORTEST_MS = 5, LONGEST_MS = 120 };

struct dgm_provider {
    dgm_instance instance;
};

typedef struct waiting_call {
    const dgm_translate_request *request; /* lives until `finish` */
    dgm_ticket ticket;
} waiting_call;

static const dgm_host *host;
static const dgm_host_clock *host_clock;
static int witness = -1;

static void finish(dgm_ticket ticket, int32_t status, dgm_text message) {
    const dgm_outcome outcome = {.struct_size = sizeof outcome, .status = status, .message = message};
    host->finish(ticket, &outcome);
}

static char *append(char *at, dgm_text text) {
    if (text.length > 0) {
        memcpy(at, text.bytes, text.length);
    }
    return at + text.length;
}

/* Room for every line, and so for any one output. */
static size_t room(const dgm_translate_request *request) {
    size_t size = 8;
    for (size_t index = 0; index < request->segment_count; index++) {
        size += request->target_locale.length + request->segments[index]->text.length + 2;
    }
    return size;
}

static bool write_down(const dgm_translate_request *request, char *buffer) {
    char *end = buffer;
    for (size_t index = 0; index < request->segment_count; index++) {
        end = append(end, request->target_locale);
        *end++ = '\t';
        end = append(end, request->segments[index]->text);
        *end++ = '\n';
    }
    return write(witness, buffer, (size_t)(end - buffer)) == end - buffer;
}

static uint64_t characters(dgm_text text) {
    uint64_t count = 0;
    for (size_t index = 0; index < text.length; index++) {
        count += ((unsigned char)text.bytes[index] & 0xC0) != 0x80;
    }
    return count;
}

static void answer(void *context) {
    waiting_call *call = context;
    const dgm_translate_request *request = call->request;
    const dgm_text nothing = {NULL, 0};
    dgm_usage usage = {.struct_size = sizeof usage};
    char *output = malloc(room(request));
    if (output == NULL) {
        finish(call->ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("out of memory"));
        free(call);
        return;
    }
    for (size_t index = 0; index < request->segment_count; index++) {
        const dgm_text text = request->segments[index]->text;
        char *end = append(output, text);
        *end++ = ' ';
        end = append(end, request->target_locale);
        host->segment(call->ticket, index, output, (size_t)(end - output));
        usage.input_tokens += characters(text);
    }
    usage.output_tokens = usage.input_tokens;
    free(output);
    host->usage(call->ticket, &usage);
    finish(call->ticket, DGM_OK, nothing);
    free(call);
}

/* Batches of one job end at different moments, so that a death finds some of them kept and others not. */
static int64_t delay(const dgm_translate_request *request) {
    uint64_t hash = 0xCBF29CE484222325u;
    const dgm_text text = request->segments[0]->text;
    for (size_t index = 0; index < text.length; index++) {
        hash = (hash ^ (unsigned char)text.bytes[index]) * 0x100000001B3u;
    }
    return SHORTEST_MS + (int64_t)((hash >> 32) % (LONGEST_MS - SHORTEST_MS + 1));
}

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    char *lines = malloc(room(request));
    waiting_call *call = malloc(sizeof *call);
    if (lines == NULL || call == NULL || request->segment_count == 0 || !write_down(request, lines)) {
        free(call);
        call = NULL;
    }
    free(lines);
    if (call == NULL) {
        finish(ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("the call could not be written down"));
        return;
    }
    *call = (waiting_call){.request = request, .ticket = ticket};
    if (!host_clock->after(self->instance, delay(request), answer, call)) {
        finish(ticket, DGM_UNAVAILABLE, (dgm_text)TEXT("the host's clock takes no more"));
        free(call);
    }
}

static const dgm_translate translate_table = {
    .struct_size = sizeof translate_table,
    .granularity = DGM_LEAF,
    .max_segments = SEGMENTS,
    .translate = translate,
};

static void list(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    const dgm_pair pair = {.struct_size = sizeof pair,
                           .source_locale = TEXT("*"),
                           .target_locale = TEXT("*"),
                           .model = TEXT("echo"),
                           .quality = TEXT("test"),
                           .by_name_only = 1};
    host->pair(ticket, &pair);
    finish(ticket, DGM_OK, (dgm_text){NULL, 0});
}

static const dgm_pairs pairs_table = {.struct_size = sizeof pairs_table, .list = list};

static dgm_provider *create(const dgm_instance_config *config, char *reason, size_t capacity,
                            size_t *reason_length) {
    const char *path = getenv("DRAGOMAN_WITNESS");
    if (witness < 0 && path != NULL) {
        witness = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    }
    dgm_provider *self = witness < 0 || host_clock == NULL ? NULL : calloc(1, sizeof *self);
    if (self == NULL) {
        const dgm_text why = TEXT("DRAGOMAN_WITNESS must name a file that can be written");
        *reason_length = why.length < capacity ? why.length : capacity;
        memcpy(reason, why.bytes, *reason_length);
        return NULL;
    }
    self->instance = config->instance;
    return self;
}

static void destroy(dgm_provider *self) { free(self); }

static bool is_named(const char *name, size_t length, const char *expected) {
    return length == strlen(expected) && memcmp(name, expected, length) == 0;
}

static const void *get_extension(const char *name, size_t length) {
    if (is_named(name, length, "translate/1")) {
        return &translate_table;
    }
    return is_named(name, length, "pairs/1") ? &pairs_table : NULL;
}

static const dgm_provider_class provider = {
    .struct_size = sizeof provider,
    .id = TEXT("witness"),
    .revision = TEXT("1"),
    .create = create,
    .destroy = destroy,
    .get_extension = get_extension,
};

static const dgm_provider_class *const providers[] = {&provider};

static const dgm_plugin plugin = {
    .struct_size = sizeof plugin,
    .abi_major = DGM_ABI_MAJOR,
    .abi_minor = DGM_ABI_MINOR,
    .id = TEXT("org.dragoman.witness"),
    .version = TEXT("0.1.0"),
    .provider_count = 1,
    .providers = providers,
};

const dgm_plugin *dragoman_plugin_v1(const dgm_host *the_host) {
    if (the_host->abi_major != DGM_ABI_MAJOR) {
        return NULL;
    }
    host = the_host;
    host_clock = host->get_extension("clock/1", strlen("clock/1"));
    return &plugin;
}
