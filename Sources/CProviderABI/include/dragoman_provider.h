/*
 * dragoman_provider.h: the contract between the Dragoman gateway (the host) and an engine plugin.
 *
 * A plugin is a dynamic library with a `plugin.json` beside it. It exports one symbol,
 * `dragoman_plugin_v1`, and brings one or more providers (engine adapters). This header is all a plugin
 * needs: C11, clean in C++17, C standard headers only. docs/plugin-abi.md tells the same at length.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The promises, once for all functions
 *
 *   Structs    cross the line only by pointer, begin with `size_t struct_size` (set by whoever made the
 *              struct) and grow only at the end. Arrays are arrays of pointers, so growth never changes a
 *              stride. `dgm_text` is the one exception: it is passed inside other structs and never grows.
 *              A member that lies past `struct_size` is absent: treat it as zero.
 *   Enums      cross as `int32_t`. An unknown value means the worst case (`DGM_BROKEN` for a status).
 *   Text       is UTF-8 with a byte length and no terminating NUL. An empty text may have a null pointer.
 *              The host refuses output that is not UTF-8.
 *   Ownership  Nothing is freed across the line. What the host hands to a plugin lives until the call's
 *              `finish` (for a ticketed call) or until the function returns (for any other). What a plugin
 *              hands to the host is copied before the host's function returns. Descriptors (`dgm_plugin`,
 *              `dgm_provider_class`, extension tables) live as long as the process.
 *   Tickets    A call in flight is a `dgm_ticket`, an integer that is never reused in a process. Finishing
 *              late, twice or under an unknown ticket is a miss in the host's table, not a crash.
 *   Threads    Every function ends its comment with a tag. [any]: from any thread, at any time, several at
 *              once. [instance]: the host never makes two [instance] calls at once on one instance; tickets
 *              may be open side by side. [init]: before anything else, on one thread.
 *              A class with `blocking` set is called on threads of the host made for that, never on its
 *              server's. One without promises to return from every call within a millisecond or so.
 *   Callbacks  of host services (`http/1`, `compute/1`, `clock/1`) run on such a thread, serialised with the
 *              instance's [instance] calls, never inside a host call, never after `destroy` has begun.
 *   Deadlines  belong to the host. It abandons a call that outlives its deadline; the request's memory then
 *              lives until `finish` comes, for ever if need be.
 *   Loading    with RTLD_NOW | RTLD_LOCAL, once; a library is never unloaded.
 *   Versions   `abi_major` differs: refused. `abi_minor` differs: both sides use what both have. Version 1.0 is
 *              frozen: later ones add members at the end of structs, values and extensions, and change nothing.
 */
#ifndef DRAGOMAN_PROVIDER_H
#define DRAGOMAN_PROVIDER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DGM_ABI_MAJOR 1
#define DGM_ABI_MINOR 0

#if defined(__GNUC__)
#define DGM_EXPORT __attribute__((visibility("default")))
#else
#define DGM_EXPORT
#endif

/* A call in flight. 0 is never a ticket. */
typedef uint64_t dgm_ticket;

/* The host's name for an instance of a provider, given at `create`. 0 is never an instance. */
typedef uint64_t dgm_instance;

/* An instance of a provider, made by the plugin. Opaque to the host. */
typedef struct dgm_provider dgm_provider;

/* UTF-8 bytes with their number. */
typedef struct dgm_text {
    const char *bytes;
    size_t length;
} dgm_text;

/* How a call ended. The closed list alone drives retry, breaker and fallback. Values never change meaning. */
enum dgm_status {
    DGM_OK = 0,               /* every segment has its output                                         */
    DGM_INVALID_INPUT = 1,    /* this text or configuration cannot be handled; trying again is no use  */
    DGM_UNSUPPORTED_PAIR = 2, /* the provider does not have this pair or model                         */
    DGM_RATE_LIMITED = 3,     /* too many requests: later, after `retry_after_ms`                      */
    DGM_QUOTA = 4,            /* the account is used up                                                */
    DGM_UNAUTHORIZED = 5,     /* credentials missing or refused                                        */
    DGM_TIMED_OUT = 6,        /* the service took too long                                             */
    DGM_UNAVAILABLE = 7,      /* not now: network, overload, a helper program died                     */
    DGM_REFUSED = 8,          /* refused by the service's policy                                       */
    DGM_BROKEN = 9,           /* a fault of the plugin or nonsense from its service                    */
    DGM_CANCELLED = 10        /* ended because `cancel` asked for it                                   */
};

/* ------------------------------------------------------------------------------------------------------
 * What the host hands over
 * ------------------------------------------------------------------------------------------------------ */

enum dgm_span_kind {
    DGM_SPAN_STANDALONE = 0, /* a placeholder, an empty element                            */
    DGM_SPAN_OPEN = 1,       /* opens a pair; `partner` closes it                          */
    DGM_SPAN_CLOSE = 2       /* closes a pair; `partner` opened it                         */
};

/* One protected token inside a segment's text. It looks like `U+27E6 number U+27E7` and must come back
 * exactly once, byte for byte; it may move. Spans are in order of offset and never overlap. */
typedef struct dgm_span {
    size_t struct_size;
    size_t offset;   /* in bytes, into the segment's text */
    size_t length;   /* in bytes */
    int32_t kind;    /* enum dgm_span_kind */
    int32_t number;  /* the number inside the token */
    int64_t partner; /* index of the partner in `spans`, or -1 */
} dgm_span;

/* The smallest text that is translated as a whole. */
typedef struct dgm_segment {
    size_t struct_size;
    dgm_text text;
    dgm_text context;                  /* what the caller said about the document, or empty */
    size_t hint_count;                 /* breadcrumbs that disambiguate a short text */
    const dgm_text *const *hints;
    size_t span_count;
    const dgm_span *const *spans;
    dgm_text before;                   /* the source text that stands before it in the document, or empty */
    dgm_text after;                    /* the one that stands after it, or empty */
} dgm_segment;

/* A glossary item that applies to a segment of the request. Only a provider whose `terms` is DGM_TERMS_NATIVE gets
 * any: for the others the host sees to the terms itself. */
typedef struct dgm_term {
    size_t struct_size;
    dgm_text source;
    dgm_text target;                   /* equals `source` for a term that is not translated */
    size_t segment;                    /* index of the segment */
    size_t offset;                     /* of the match, in bytes, in the segment's text */
    size_t length;
} dgm_term;

/* A batch. Locales are canonical BCP 47; the plugin maps them to its vendor's codes. */
typedef struct dgm_translate_request {
    size_t struct_size;
    dgm_text source_locale;
    dgm_text target_locale;
    dgm_text model;                    /* the provider's name of a model; empty: the provider's choice */
    size_t segment_count;
    const dgm_segment *const *segments;
    size_t term_count;
    const dgm_term *const *terms;
    size_t instruction_count;
    const dgm_text *const *instructions;
    int64_t deadline_ms;               /* milliseconds left when the call was made */
    uint64_t seed;                     /* equal seed and request: equal answer, where that can be had */
    int32_t fast;                      /* 1: the caller prefers speed */
    dgm_text trace_parent;             /* W3C Trace Context `traceparent`, or empty */
} dgm_translate_request;

enum dgm_role {
    DGM_ROLE_SYSTEM = 0,    /* what the model is to do */
    DGM_ROLE_USER = 1,      /* what it is asked */
    DGM_ROLE_ASSISTANT = 2  /* what it answered before */
};

/* One message of a prompt. */
typedef struct dgm_message {
    size_t struct_size;
    int32_t role;                      /* enum dgm_role */
    int32_t stable;                    /* 1: equal in many calls, so worth a place in a vendor's prompt cache */
    dgm_text text;
} dgm_message;

/* A prompt, written by the host. The answer is handed over whole, as segment 0. */
typedef struct dgm_generate_request {
    size_t struct_size;
    dgm_text model;                    /* the provider's name of a model; empty: the provider's choice */
    size_t message_count;
    const dgm_message *const *messages;
    dgm_text schema;                   /* JSON Schema of the answer, or empty for plain text */
    dgm_text schema_name;              /* [a-zA-Z0-9_-]+, with a schema */
    int64_t max_output_tokens;         /* the answer may be cut there; 0: the provider's choice */
    double temperature;                /* 0 and more; negative: the provider's choice */
    int64_t deadline_ms;               /* milliseconds left when the call was made */
    uint64_t seed;                     /* equal seed and request: equal answer, where that can be had */
    int32_t fast;                      /* 1: the caller prefers speed */
    dgm_text trace_parent;             /* W3C Trace Context `traceparent`, or empty */
} dgm_generate_request;

typedef struct dgm_recognize_request {
    size_t struct_size;
    dgm_text text;
    size_t candidate_count;            /* locales the answer is restricted to; 0: any */
    const dgm_text *const *candidates;
    size_t limit;                      /* at most so many answers */
    int64_t deadline_ms;
} dgm_recognize_request;

typedef struct dgm_instance_config {
    size_t struct_size;
    dgm_instance instance;             /* to name this instance in calls of host services */
    dgm_text provider;                 /* id of the provider class */
    dgm_text settings;                 /* JSON object, valid for the manifest's schema */
    dgm_text data_directory;           /* where the plugin may keep files; may be empty */
} dgm_instance_config;

/* ------------------------------------------------------------------------------------------------------
 * What a plugin hands over
 * ------------------------------------------------------------------------------------------------------ */

/* A pair of locales and the model that serves it. */
typedef struct dgm_pair {
    size_t struct_size;
    dgm_text source_locale;            /* canonical BCP 47, or "*" */
    dgm_text target_locale;            /* canonical BCP 47, or "*" */
    dgm_text model;
    dgm_text quality;                  /* "publishable", "draft", "gist", "test" or empty */
    dgm_text pivot;                    /* locales passed through, separated by spaces; empty: direct */
    dgm_text refused;                  /* why the pair cannot be used, or empty */
    int32_t by_name_only;              /* 1: used only when a configuration names provider and model */
    dgm_text note;                     /* what an operator should know of a usable pair, or empty */
} dgm_pair;

/* What a call consumed. Counts that make no sense for a provider are 0. */
typedef struct dgm_usage {
    size_t struct_size;
    uint64_t input_tokens;             /* characters for engines that know no tokens */
    uint64_t output_tokens;
    double cost_usd;                   /* as the service names it; 0: the host's own prices count */
    uint64_t cached_input_tokens;      /* those of `input_tokens` that a prompt cache had */
} dgm_usage;

/* One answer of a recognizer, best first. */
typedef struct dgm_candidate {
    size_t struct_size;
    dgm_text locale;                   /* BCP 47, as specific as the text allows */
    double confidence;                 /* 0 to 1 */
} dgm_candidate;

/* Why a model stopped. */
enum dgm_stop {
    DGM_STOP_END = 0,    /* it had said all */
    DGM_STOP_LENGTH = 1, /* the answer was cut: `max_output_tokens`, or the model's own limit */
    DGM_STOP_OTHER = 2
};

typedef struct dgm_outcome {
    size_t struct_size;
    int32_t status;                    /* enum dgm_status */
    dgm_text message;                  /* for the log and the caller: never a key, never the text */
    int64_t retry_after_ms;            /* with DGM_RATE_LIMITED, DGM_QUOTA, DGM_UNAVAILABLE; else 0 */
    dgm_text model_used;               /* the model that really answered, or empty */
    dgm_text finish_reason;            /* a vendor's word, or empty */
    uint64_t unknown_words;            /* words the engine left as they were */
    int32_t stop;                      /* enum dgm_stop, of a `generate/1` call */
} dgm_outcome;

/* ------------------------------------------------------------------------------------------------------
 * The host
 * ------------------------------------------------------------------------------------------------------ */

typedef struct dgm_host {
    size_t struct_size;
    uint32_t abi_major;
    uint32_t abi_minor;

    /* Hands over the output of segment `index` of a translate call, in any order, each once; of a generate call the
     * answer as segment 0. [any] */
    void (*segment)(dgm_ticket ticket, size_t index, const char *text, size_t length);

    /* Hands over one pair of a `pairs/1` call. [any] */
    void (*pair)(dgm_ticket ticket, const dgm_pair *pair);

    /* Hands over one candidate of a `recognize/1` call, best first. [any] */
    void (*candidate)(dgm_ticket ticket, const dgm_candidate *candidate);

    /* Adds to what the call consumed. [any] */
    void (*usage)(dgm_ticket ticket, const dgm_usage *usage);

    /* Ends a call, exactly once, before or after the function that began it returned. After it the request's
     * memory is gone. Gives 1 when the ticket was open, 0 for a miss. [any] */
    int32_t (*finish)(dgm_ticket ticket, const dgm_outcome *outcome);

    /* A table of the host by name, such as "log/1", or null when this host does not have it. [any] */
    const void *(*get_extension)(const char *name, size_t length);
} dgm_host;

/* --- host extension "log/1" --- */

enum dgm_log_level { DGM_LOG_DEBUG = 0, DGM_LOG_INFO = 1, DGM_LOG_WARNING = 2, DGM_LOG_ERROR = 3 };

typedef struct dgm_host_log {
    size_t struct_size;
    /* Writes one line. `instance` may be 0. Never pass content of a request or a credential. [any] */
    void (*write)(dgm_instance instance, int32_t level, const char *message, size_t length);
} dgm_host_log;

/* --- host extension "clock/1" --- */

typedef struct dgm_host_clock {
    size_t struct_size;
    int64_t (*unix_ms)(void);          /* milliseconds since 1970 UTC [any] */
    int64_t (*monotonic_ns)(void);     /* nanoseconds of a clock that never goes back [any] */
    /* Calls `run(context)` once, after `delay_ms`. Gives 1, or 0 when the instance is unknown or going. [any] */
    int32_t (*after)(dgm_instance instance, int64_t delay_ms, void (*run)(void *context), void *context);
} dgm_host_clock;

/* --- host extension "compute/1" --- */

typedef struct dgm_host_compute {
    size_t struct_size;
    /* Calls `run(context)` once on a compute thread, serialised with the instance's other calls. Gives 1, or
     * 0 when the instance is unknown or going, or too much waits. [any] */
    int32_t (*submit)(dgm_instance instance, void (*run)(void *context), void *context);
    /* Processors the host may use. [any] */
    int32_t (*parallelism)(void);
} dgm_host_compute;

/* --- host extension "text/1": the host's ICU --- */

typedef struct dgm_host_text {
    size_t struct_size;
    /* Ends of the sentences of `text`, as byte offsets, ascending, the last one `length`. Writes at most `capacity`
     * of them and gives how many there are; -1 when `text` is not UTF-8. White space belongs to the
     * sentence before it. [any] */
    int64_t (*sentences)(const char *locale, size_t locale_length, const char *text, size_t length,
                         size_t *ends, size_t capacity);
    /* Runs of one script: end offsets and ISO 15924 codes as four bytes ('L' << 24 | 'a' << 16 | 't' << 8 | 'n').
     * Common and inherited characters join the run before them. Counts as above. [any] */
    int64_t (*scripts)(const char *text, size_t length, size_t *ends, uint32_t *codes, size_t capacity);
} dgm_host_text;

/* --- host extension "secret/1": credentials that the operator named for an instance --- */

typedef struct dgm_host_secret {
    size_t struct_size;
    /* Writes the secret of that name, as the manifest lists it, when `capacity` is enough, and gives its length; -1
     * when the operator named none. Ask for it with each call and keep no copy: it may be changed while the gateway
     * runs. [any] */
    int64_t (*get)(dgm_instance instance, const char *name, size_t name_length, char *buffer, size_t capacity);
} dgm_host_secret;

/* --- host extension "http/1": the only way out for a plugin of the project --- */

typedef struct dgm_http_header {
    size_t struct_size;
    dgm_text name;
    dgm_text value;
} dgm_http_header;

typedef struct dgm_http_request {
    size_t struct_size;
    dgm_text method;
    dgm_text url;
    size_t header_count;
    const dgm_http_header *const *headers;
    dgm_text body;
    int64_t timeout_ms;                /* for the whole exchange; 0: the host's own limit */
    size_t max_response_bytes;         /* 0: the host's own limit */
    dgm_ticket on_behalf_of;           /* the call this serves, or 0; its end cancels the exchange */
} dgm_http_request;

typedef struct dgm_http_response {
    size_t struct_size;
    int32_t status;                    /* enum dgm_status: DGM_OK when there is an answer of whatever code */
    int32_t http_status;               /* 0 when there is none */
    dgm_text message;                  /* why there is no answer */
    size_t header_count;
    const dgm_http_header *const *headers;
    dgm_text body;
} dgm_http_response;

typedef struct dgm_host_http {
    size_t struct_size;
    /* Begins an exchange; the request is copied. `done` is called once with the response, which lives until it
     * returns. Gives a handle, or 0 when nothing was begun (`done` is then not called). [any] */
    uint64_t (*start)(dgm_instance instance, const dgm_http_request *request,
                      void (*done)(void *context, const dgm_http_response *response), void *context);
    /* Asks for an early end; `done` still comes, with DGM_CANCELLED. [any] */
    void (*cancel)(uint64_t handle);
} dgm_host_http;

/* ------------------------------------------------------------------------------------------------------
 * The provider's extensions
 * ------------------------------------------------------------------------------------------------------ */

/* --- provider extension "translate/1" --- */

enum dgm_granularity {
    DGM_LEAF = 0,     /* whole texts, however many sentences they have */
    DGM_SENTENCE = 1  /* one sentence a segment */
};

enum dgm_terms {
    DGM_TERMS_INSERTED = 0, /* it knows of no terms: the host puts tokens in their place */
    DGM_TERMS_NATIVE = 1    /* it has glossaries of its own, and sees to the request's `terms` */
};

typedef struct dgm_translate {
    size_t struct_size;
    int32_t granularity;               /* enum dgm_granularity: what the provider wants */
    size_t max_segments;               /* of one batch; 0: the host's own limit */
    size_t max_bytes;                  /* of one batch's texts together; 0: the host's own limit */

    /* Translates one batch. Hands each output to `host->segment(ticket, ...)`, then calls
     * `host->finish(ticket, ...)` exactly once, from any thread, before or after returning. [instance] */
    void (*translate)(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket);

    /* A wish to end early; `finish` still comes. May be null. [any] */
    void (*cancel)(dgm_provider *self, dgm_ticket ticket);

    int32_t terms;                     /* enum dgm_terms */
} dgm_translate;

/* --- provider extension "generate/1": a language model. The host writes the prompt and reads the answer --- */

typedef struct dgm_generate {
    size_t struct_size;

    /* Asks the model once. Hands over its answer by `host->segment(ticket, 0, ...)`, then calls
     * `host->finish(ticket, ...)` exactly once, from any thread, before or after returning. [instance] */
    void (*generate)(dgm_provider *self, const dgm_generate_request *request, dgm_ticket ticket);

    /* A wish to end early; `finish` still comes. May be null. [any] */
    void (*cancel)(dgm_provider *self, dgm_ticket ticket);
} dgm_generate;

/* --- provider extension "pairs/1" --- */

typedef struct dgm_pairs {
    size_t struct_size;
    /* Hands over every pair by `host->pair`, the unusable ones too (with `refused`), then finishes. [instance] */
    void (*list)(dgm_provider *self, dgm_ticket ticket);
} dgm_pairs;

/* --- provider extension "recognize/1" --- */

typedef struct dgm_recognize {
    size_t struct_size;
    /* Hands over candidates by `host->candidate`, best first, none when the text shows nothing, then
     * finishes. [instance] */
    void (*recognize)(dgm_provider *self, const dgm_recognize_request *request, dgm_ticket ticket);
} dgm_recognize;

/* --- provider extension "warmup/1" --- */

typedef struct dgm_warmup {
    size_t struct_size;
    /* Loads what `model` needs, so that the first call does not pay for it, then finishes. [instance] */
    void (*warmup)(dgm_provider *self, const char *model, size_t model_length, dgm_ticket ticket);
} dgm_warmup;

/* The name "cost/1" (provider) is reserved. */

/* ------------------------------------------------------------------------------------------------------
 * The plugin
 * ------------------------------------------------------------------------------------------------------ */

typedef struct dgm_provider_class {
    size_t struct_size;
    dgm_text id;                       /* [a-z0-9-]+, unique in the gateway, as in the manifest */
    dgm_text revision;                 /* changes whenever equal input may give other output */
    int32_t blocking;                  /* 1: calls may block or compute for long */
    int32_t max_instances;             /* 0: no limit of the provider's own */
    int32_t max_open_tickets;          /* of one instance at once; 0: no limit */

    /* Makes an instance. Gives null on failure, after writing a reason of at most `capacity` bytes to
     * `reason` and its length to `reason_length`. Instances are made one at a time. [any] */
    dgm_provider *(*create)(const dgm_instance_config *config, char *reason, size_t capacity,
                            size_t *reason_length);

    /* Ends an instance that has no open tickets. [instance] */
    void (*destroy)(dgm_provider *self);

    /* A table of the provider by name, such as "translate/1", or null. Same answer every time. [any] */
    const void *(*get_extension)(const char *name, size_t length);
} dgm_provider_class;

typedef struct dgm_plugin {
    size_t struct_size;
    uint32_t abi_major;
    uint32_t abi_minor;
    dgm_text id;                       /* as in the manifest, such as "org.example.engine" */
    dgm_text version;                  /* as in the manifest */
    size_t provider_count;
    const dgm_provider_class *const *providers;
} dgm_plugin;

/* The one symbol of a plugin. `host` lives as long as the process. Gives null when the plugin cannot work with
 * this host; it has then written a line by "log/1", if the host has that. [init] */
DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *host);

typedef const dgm_plugin *(*dgm_plugin_entry)(const dgm_host *host);

/* Fixed layouts: a compiler that disagrees must not build a plugin. */
#if defined(__cplusplus)
#define DGM_STATIC_ASSERT(condition, name) static_assert(condition, #name)
#else
#define DGM_STATIC_ASSERT(condition, name) _Static_assert(condition, #name)
#endif
DGM_STATIC_ASSERT(sizeof(void *) == 8 && sizeof(size_t) == 8, "64-bit only");
DGM_STATIC_ASSERT(sizeof(dgm_text) == 16, "dgm_text");
DGM_STATIC_ASSERT(offsetof(dgm_span, partner) == 32, "dgm_span");
DGM_STATIC_ASSERT(offsetof(dgm_segment, after) == 88, "dgm_segment");
DGM_STATIC_ASSERT(offsetof(dgm_term, length) == 56, "dgm_term");
DGM_STATIC_ASSERT(offsetof(dgm_translate_request, trace_parent) == 128, "dgm_translate_request");
DGM_STATIC_ASSERT(offsetof(dgm_message, text) == 16, "dgm_message");
DGM_STATIC_ASSERT(offsetof(dgm_generate_request, trace_parent) == 112, "dgm_generate_request");
DGM_STATIC_ASSERT(offsetof(dgm_recognize_request, deadline_ms) == 48, "dgm_recognize_request");
DGM_STATIC_ASSERT(offsetof(dgm_instance_config, data_directory) == 48, "dgm_instance_config");
DGM_STATIC_ASSERT(offsetof(dgm_pair, note) == 112, "dgm_pair");
DGM_STATIC_ASSERT(offsetof(dgm_usage, cached_input_tokens) == 32, "dgm_usage");
DGM_STATIC_ASSERT(offsetof(dgm_candidate, confidence) == 24, "dgm_candidate");
DGM_STATIC_ASSERT(offsetof(dgm_outcome, stop) == 80, "dgm_outcome");
DGM_STATIC_ASSERT(offsetof(dgm_host, get_extension) == 56, "dgm_host");
DGM_STATIC_ASSERT(offsetof(dgm_http_request, on_behalf_of) == 88, "dgm_http_request");
DGM_STATIC_ASSERT(offsetof(dgm_http_response, body) == 48, "dgm_http_response");
DGM_STATIC_ASSERT(offsetof(dgm_translate, terms) == 48, "dgm_translate");
DGM_STATIC_ASSERT(offsetof(dgm_generate, cancel) == 16, "dgm_generate");
DGM_STATIC_ASSERT(offsetof(dgm_host_secret, get) == 8, "dgm_host_secret");
DGM_STATIC_ASSERT(offsetof(dgm_provider_class, get_extension) == 72, "dgm_provider_class");
DGM_STATIC_ASSERT(offsetof(dgm_plugin, providers) == 56, "dgm_plugin");

#ifdef __cplusplus
}
#endif

#endif /* DRAGOMAN_PROVIDER_H */
