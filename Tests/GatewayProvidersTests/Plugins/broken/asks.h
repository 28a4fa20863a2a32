/* SPDX-License-Identifier: Apache-2.0
 * A language model behind http/1 that keeps all promises but those a file breaks by its macros: the answer to whatever it
 * is asked is the body that its service gave. */
#include "promises.h"

#ifndef URL
#define URL "https://api.example.com/v1"
#endif
#ifndef SECRET
#define SECRET(self) \
    (host_secret ? host_secret->get((self)->instance, "api_key", 7, key, sizeof key) : ((void)key, -1))
#endif
#ifndef WITHOUT_SECRET
#define WITHOUT_SECRET DGM_UNAUTHORIZED
#endif
#ifndef MESSAGES
#define MESSAGES
#endif
#ifndef ON_BEHALF_OF
#define ON_BEHALF_OF ticket
#endif

struct exchange {
    dgm_provider *self;
    dgm_ticket ticket;
    uint64_t handle;
    int is_over;
    struct exchange *next;
};
MAY_BE_UNUSED static const dgm_host_http *host_http;
MAY_BE_UNUSED static const dgm_host_secret *host_secret;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct exchange *open_exchanges;

static inline void write_json(char **output, dgm_text text) {
    *(*output)++ = '"';
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            *output += sprintf(*output, "\\u%04x", byte);
        } else {
            *(*output)++ = (char)byte;
        }
    }
    *(*output)++ = '"';
}

#ifndef WRITE
#define WRITE write_json
#endif

static inline int32_t status_of(const dgm_http_response *response) {
    if (response->status != DGM_OK) return response->status;
    switch (response->http_status) {
        case 200: return response->body.length > 0 && response->body.bytes[0] == '*' ? DGM_OK : DGM_BROKEN;
        case 401: return DGM_UNAUTHORIZED;
        case 429: return DGM_RATE_LIMITED;
        default: return response->http_status >= 500 ? DGM_UNAVAILABLE : DGM_BROKEN;
    }
}

#ifndef STATUS
#define STATUS(response) status_of(response)
#endif
#ifndef MESSAGE
#define MESSAGE(response) "no answer"
#endif

/* Unlinks it; says whether the call is still open. */
static inline int take(struct exchange *exchange) {
    pthread_mutex_lock(&lock);
    for (struct exchange **link = &open_exchanges; *link; link = &(*link)->next) {
        if (*link != exchange) continue;
        *link = exchange->next;
        break;
    }
    int is_open = !exchange->is_over;
    pthread_mutex_unlock(&lock);
    return is_open;
}

static inline void done(void *context, const dgm_http_response *response) {
    struct exchange *exchange = context;
    if (take(exchange)) {
        int32_t status = STATUS(response);
        if (status == DGM_OK) host->segment(exchange->ticket, 0, response->body.bytes, response->body.length);
        finish_with(exchange->ticket, status, status == DGM_OK ? "" : MESSAGE(response));
    }
    free(exchange);
}

static inline void generate(dgm_provider *self, const dgm_generate_request *request, dgm_ticket ticket) {
    char key[256];
    int64_t length = SECRET(self);
    if (length < 0) {
        finish_with(ticket, WITHOUT_SECRET, "no key");
        return;
    }
    size_t room = 64 + request->schema.length;
    for (size_t i = 0; i < request->message_count; i++) room += 16 + 6 * request->messages[i]->text.length;
    char *body = malloc(room), *end = body;
    *end++ = '{';
    for (size_t i = 0; i < request->message_count MESSAGES; i++) {
        end += sprintf(end, "%s\"%zu\":", i > 0 ? "," : "", i);
        WRITE(&end, request->messages[i]->text);
    }
    *end++ = '}';
    struct exchange *exchange = calloc(1, sizeof *exchange);
    exchange->self = self;
    exchange->ticket = ticket;
    pthread_mutex_lock(&lock);
    exchange->next = open_exchanges;
    open_exchanges = exchange;
    pthread_mutex_unlock(&lock);
    dgm_http_request http = {.struct_size = sizeof http,
                             .method = text_of("POST"),
                             .url = text_of(URL),
                             .body = {body, (size_t)(end - body)},
                             .on_behalf_of = ON_BEHALF_OF};
    uint64_t handle = host_http ? host_http->start(self->instance, &http, done, exchange) : 0;
    free(body);
    if (handle == 0) {
        if (take(exchange)) finish_with(ticket, DGM_UNAVAILABLE, "no exchange");
        free(exchange);
        return;
    }
}

#ifndef BREAKS_CANCEL
static void cancel(dgm_provider *self, dgm_ticket ticket) {
    (void)self;
    int found = 0;
    pthread_mutex_lock(&lock);
    for (struct exchange *exchange = open_exchanges; exchange; exchange = exchange->next) {
        if (exchange->ticket != ticket || exchange->is_over) continue;
        exchange->is_over = found = 1;
    }
    pthread_mutex_unlock(&lock);
    if (found) finish_with(ticket, DGM_CANCELLED, "");
}
#endif

static const dgm_generate generating = {sizeof generating, generate, cancel};

#ifndef PROBE_DESTROY
static void destroy(dgm_provider *self) {
    pthread_mutex_lock(&lock);
    for (struct exchange **link = &open_exchanges; *link;) {
        struct exchange *exchange = *link;
        if (exchange->self != self) {
            link = &exchange->next;
            continue;
        }
        *link = exchange->next;
        free(exchange);
    }
    pthread_mutex_unlock(&lock);
    free(self);
}
#define PROBE_DESTROY destroy
#endif

#define BREAKS_TRANSLATE
#define PROBE_ONLY_GENERATES &generating
#define PROBE_NO_ENTRY
#define PROBE_MAX_INSTANCES 0
#include "../probe_tables.h"

DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *given) {
    if (given->abi_major != DGM_ABI_MAJOR) return NULL;
    host = given;
    host_log = host->get_extension("log/1", 5);
    host_http = host->get_extension("http/1", 6);
    host_secret = host->get_extension("secret/1", 8);
    return &probe_plugin;
}
