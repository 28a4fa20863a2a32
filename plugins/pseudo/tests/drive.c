/*
 * drive.c: a small host that loads the plugin and checks what it promises. The first argument is the library.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dragoman_provider.h"

#define CHECK(condition)                                                                  \
    do {                                                                                  \
        if (!(condition)) {                                                               \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                      \
        }                                                                                 \
    } while (0)

static dgm_text text(const char *string) { return (dgm_text){string, strlen(string)}; }

/* --- tickets --- */

enum { TICKETS = 4096, OUTPUTS = 3 };

typedef struct call {
    int finished, segments, pairs, by_name_only;
    int32_t status;
    char model[32];
    char outputs[OUTPUTS][65536];
    size_t lengths[OUTPUTS];
    dgm_usage usage;
} call;

static call *calls[TICKETS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static dgm_ticket last_ticket;

static dgm_ticket open_ticket(void) {
    pthread_mutex_lock(&lock);
    dgm_ticket ticket = ++last_ticket;
    CHECK(ticket < TICKETS);
    calls[ticket] = calloc(1, sizeof(call));
    pthread_mutex_unlock(&lock);
    return ticket;
}

static void take_segment(dgm_ticket ticket, size_t index, const char *bytes, size_t length) {
    CHECK(!calls[ticket]->finished && index < OUTPUTS && length < sizeof calls[ticket]->outputs[0]);
    if (length > 0) {
        memcpy(calls[ticket]->outputs[index], bytes, length);
    }
    calls[ticket]->lengths[index] = length;
    calls[ticket]->segments++;
}

static void take_pair(dgm_ticket ticket, const dgm_pair *pair) {
    calls[ticket]->pairs++;
    calls[ticket]->by_name_only += pair->by_name_only;
}

static void take_candidate(dgm_ticket ticket, const dgm_candidate *candidate) {
    (void)ticket, (void)candidate;
    CHECK(!"this plugin recognizes nothing");
}

static void take_usage(dgm_ticket ticket, const dgm_usage *usage) { calls[ticket]->usage = *usage; }

static int32_t take_finish(dgm_ticket ticket, const dgm_outcome *outcome) {
    pthread_mutex_lock(&lock);
    CHECK(!calls[ticket]->finished);
    calls[ticket]->finished = 1;
    calls[ticket]->status = outcome->status;
    CHECK(outcome->model_used.length < sizeof calls[ticket]->model);
    if (outcome->model_used.length > 0) {
        memcpy(calls[ticket]->model, outcome->model_used.bytes, outcome->model_used.length);
    }
    pthread_mutex_unlock(&lock);
    return 1;
}

/* --- a clock that moves when it is told to --- */

static struct {
    void (*run)(void *);
    void *context;
} timers[TICKETS];
static size_t timer_count;
static int clock_refuses;

static int64_t no_time(void) { return 0; }

static int32_t keep_timer(dgm_instance instance, int64_t delay_ms, void (*run)(void *), void *context) {
    CHECK(instance == 7 && delay_ms == 20);
    if (clock_refuses) {
        return 0;
    }
    timers[timer_count].run = run;
    timers[timer_count++].context = context;
    return 1;
}

static void run_timers(void) {
    for (size_t index = 0; index < timer_count; index++) {
        timers[index].run(timers[index].context);
    }
    timer_count = 0;
}

static const dgm_host_clock host_clock = {sizeof host_clock, no_time, no_time, keep_timer};

static const void *host_extension(const char *name, size_t length) {
    return length == 7 && memcmp(name, "clock/1", 7) == 0 ? &host_clock : NULL;
}

static dgm_host host = {sizeof host,    DGM_ABI_MAJOR, DGM_ABI_MINOR, take_segment,  take_pair,
                        take_candidate, take_usage,    take_finish,   host_extension};

/* --- requests --- */

static const dgm_provider_class *class;
static const dgm_translate *translating;

static dgm_provider *make(const char *settings) {
    char reason[128];
    size_t length = 0;
    dgm_instance_config config = {sizeof config, 7, text("pseudo"), text(settings), {NULL, 0}};
    dgm_provider *made = class->create(&config, reason, sizeof reason, &length);
    CHECK((made == NULL) == (length > 0) && length <= sizeof reason);
    return made;
}

/* A request of one segment, its tokens found by their brackets. */
typedef struct batch {
    dgm_span spans[64];
    const dgm_span *span_list[64];
    dgm_segment segment;
    const dgm_segment *segment_list[1];
    dgm_translate_request request;
} batch;

static void fill(batch *made, const char *bytes, size_t length, const char *target, const char *model) {
    memset(made, 0, sizeof *made);
    size_t count = 0;
    for (size_t at = 0; at + 3 <= length && count < 64; at++) {
        if (memcmp(bytes + at, "\u27E6", 3) != 0) {
            continue;
        }
        size_t end = at;
        while (end + 3 <= length && memcmp(bytes + end, "\u27E7", 3) != 0) {
            end++;
        }
        made->spans[count] =
            (dgm_span){sizeof(dgm_span), at, end + 3 - at, DGM_SPAN_STANDALONE, (int32_t)count, -1};
        made->span_list[count] = &made->spans[count];
        count++;
        at = end;
    }
    made->segment = (dgm_segment){.struct_size = sizeof(dgm_segment),
                                  .text = {bytes, length},
                                  .span_count = count,
                                  .spans = made->span_list};
    made->segment_list[0] = &made->segment;
    made->request = (dgm_translate_request){.struct_size = sizeof(dgm_translate_request),
                                            .source_locale = text("en"),
                                            .target_locale = text(target),
                                            .model = text(model),
                                            .segment_count = 1,
                                            .segments = made->segment_list};
}

static call *translate(dgm_provider *self, const char *source, const char *target, const char *model) {
    static batch made;
    fill(&made, source, strlen(source), target, model);
    dgm_ticket ticket = open_ticket();
    translating->translate(self, &made.request, ticket);
    return calls[ticket];
}

static void expect(dgm_provider *self, const char *source, const char *target, const char *model,
                   const char *output) {
    call *answer = translate(self, source, target, model);
    CHECK(answer->finished && answer->status == DGM_OK && answer->segments == 1);
    if (strcmp(answer->outputs[0], output) != 0) {
        fprintf(stderr, "%s: expected %s, not %s\n", source, output, answer->outputs[0]);
        exit(1);
    }
}

static int is_utf8(const unsigned char *bytes, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t more = bytes[at] < 0x80   ? 0
                      : bytes[at] < 0xC2 ? 9
                      : bytes[at] < 0xE0 ? 1
                      : bytes[at] < 0xF0 ? 2
                      : bytes[at] < 0xF5 ? 3
                                         : 9;
        if (more == 9 || at + more >= length) {
            return 0;
        }
        for (size_t byte = 1; byte <= more; byte++) {
            if ((bytes[at + byte] & 0xC0) != 0x80) {
                return 0;
            }
        }
        at += more + 1;
    }
    return 1;
}

/* --- what is promised --- */

static void models_write_as_CLDR_does(void) {
    dgm_provider *self = make("{}");
    expect(self, "Hello", "en-XA", "", "[Ĥéļļö]");
    expect(self, "Save all changes", "en-XA", "*", "[Šåṽé åļļ çĥåñĝéš one]");
    expect(self, "  Hi \u27E61\u27E7!\n", "en-XA", "accented", "  [Ĥî \u27E61\u27E7!]\n");
    expect(self, "\u27E61\u27E7", "en-XA", "", "[\u27E61\u27E7]");
    expect(self, "привет 123", "fr", "accented", "[привет 123 one]");
    expect(self, "", "fr", "accented", "");
    expect(self, " \n", "fr", "accented", " \n");
    expect(self, "a \u27E61\u27E7b.", "ar-XB", "",
           "\u200F\u202Ea\u202C\u200F \u27E61\u27E7\u200F\u202Eb\u202C\u200F.");
    expect(self, "42 \u27E61\u27E7 ", "ar-XB", "", "42 \u27E61\u27E7\u200F ");
    expect(self, "Hi", "de", "bidi", "\u200F\u202EHi\u202C\u200F");
    call *answer = translate(self, "Hé", "ar-XB", "");
    CHECK(strcmp(answer->model, "bidi") == 0);
    CHECK(answer->usage.input_tokens == 2 && answer->usage.output_tokens == 6 && answer->usage.cost_usd == 0);
    CHECK(translate(self, "Hi", "de", "nonsense")->status == DGM_UNSUPPORTED_PAIR);
    class->destroy(self);
}

static void every_character_comes_out_as_UTF_8(void) {
    dgm_provider *self = make("{}");
    static char source[9000];
    const char *targets[] = {"en-XA", "ar-XB"};
    for (unsigned first = 0; first < 0x110000; first += 2000) {
        size_t length = 0;
        for (unsigned code = first; code < first + 2000 && code < 0x110000; code++) {
            if (code < 0x80) {
                source[length++] = (char)code;
            } else if (code < 0x800) {
                source[length++] = (char)(0xC0 | code >> 6);
                source[length++] = (char)(0x80 | (code & 63));
            } else if (code < 0x10000) {
                if (code >= 0xD800 && code < 0xE000) {
                    continue;
                }
                source[length++] = (char)(0xE0 | code >> 12);
                source[length++] = (char)(0x80 | (code >> 6 & 63));
                source[length++] = (char)(0x80 | (code & 63));
            } else {
                source[length++] = (char)(0xF0 | code >> 18);
                source[length++] = (char)(0x80 | (code >> 12 & 63));
                source[length++] = (char)(0x80 | (code >> 6 & 63));
                source[length++] = (char)(0x80 | (code & 63));
            }
        }
        for (int target = 0; target < 2; target++) {
            static batch made;
            fill(&made, source, length, targets[target], "");
            made.segment.span_count = 0;
            dgm_ticket ticket = open_ticket();
            translating->translate(self, &made.request, ticket);
            CHECK(calls[ticket]->status == DGM_OK);
            CHECK(is_utf8((unsigned char *)calls[ticket]->outputs[0], calls[ticket]->lengths[0]));
            CHECK(length == 0 || calls[ticket]->lengths[0] > length);
            free(calls[ticket]);
            calls[ticket] = NULL;
        }
    }
    class->destroy(self);
}

static void latency_comes_from_the_hosts_clock(void) {
    dgm_provider *self = make(" { \"nested\": {\"latency_ms\": 1}, \"latency_ms\" : 2.0e1 } ");
    static batch made[3];
    dgm_ticket tickets[3];
    for (int index = 0; index < 3; index++) {
        fill(&made[index], "Open", 4, "en-XA", "");
        tickets[index] = open_ticket();
        translating->translate(self, &made[index].request, tickets[index]);
        CHECK(!calls[tickets[index]]->finished);
    }
    translating->cancel(self, tickets[1]);
    CHECK(calls[tickets[1]]->finished && calls[tickets[1]]->status == DGM_CANCELLED);
    memset(&made[1], 0xEE, sizeof made[1]); /* the request is the host's again */
    translating->cancel(self, tickets[1]);
    run_timers();
    CHECK(calls[tickets[0]]->status == DGM_OK && calls[tickets[2]]->status == DGM_OK);
    CHECK(calls[tickets[1]]->segments == 0);
    translating->cancel(self, tickets[0]);

    clock_refuses = 1;
    CHECK(translate(self, "Open", "en-XA", "")->status == DGM_UNAVAILABLE);
    clock_refuses = 0;

    fill(&made[0], "Open", 4, "en-XA", "");
    dgm_ticket last = open_ticket();
    translating->translate(self, &made[0].request, last);
    translating->cancel(self, last);
    timer_count = 0; /* destroy begins, so the callback never comes */
    class->destroy(self);
}

static void *run_timers_aside(void *unused) {
    (void)unused;
    run_timers();
    return NULL;
}

static void a_call_ends_once_though_cancel_and_clock_race(void) {
    enum { RACES = 200 };
    dgm_provider *self = make("{\"latency_ms\":20}");
    static batch made;
    fill(&made, "Open", 4, "en-XA", "");
    dgm_ticket tickets[RACES];
    for (int index = 0; index < RACES; index++) {
        tickets[index] = open_ticket();
        translating->translate(self, &made.request, tickets[index]);
    }
    pthread_t clock;
    pthread_create(&clock, NULL, run_timers_aside, NULL);
    for (int index = RACES - 1; index >= 0; index--) {
        translating->cancel(self, tickets[index]);
    }
    pthread_join(clock, NULL);
    for (int index = 0; index < RACES; index++) {
        const call *ended = calls[tickets[index]];
        CHECK(ended->finished && ended->segments == (ended->status == DGM_OK));
    }
    class->destroy(self);
}

static void failures_follow_rate_and_seed(void) {
    int failed[2] = {0, 0}, differ = 0, repeated = 0;
    dgm_provider *first = make("{\"failure_rate\":0.25,\"seed\":1}");
    dgm_provider *second = make("{\"seed\":2,\"failure_rate\":25e-2}");
    for (int number = 0; number < 800; number++) {
        char source[32];
        snprintf(source, sizeof source, "Text %d", number);
        int one = translate(first, source, "en-XA", "")->status == DGM_UNAVAILABLE;
        int two = translate(second, source, "en-XA", "")->status == DGM_UNAVAILABLE;
        repeated += one == (translate(first, source, "en-XA", "")->status == DGM_UNAVAILABLE);
        failed[0] += one;
        failed[1] += two;
        differ += one != two;
    }
    CHECK(failed[0] > 150 && failed[0] < 250 && failed[1] > 150 && failed[1] < 250);
    CHECK(differ > 200 && repeated == 800);
    class->destroy(first);
    class->destroy(second);
    for (dgm_ticket ticket = 1; ticket <= last_ticket; ticket++) {
        free(calls[ticket]);
        calls[ticket] = NULL;
    }
    last_ticket = 0;
}

static void settings_out_of_range_make_no_instance(void) {
    const char *refused[] = {"{\"latency_ms\":\"20\"}", "{\"latency_ms\":-1}", "{\"failure_rate\":1.5}",
                             "{\"failure_rate\":null}", "{\"seed\":}",         "{\"seed\":1e400}"};
    for (size_t index = 0; index < sizeof refused / sizeof refused[0]; index++) {
        CHECK(make(refused[index]) == NULL);
    }
    const char *accepted[] = {"", "{", "{\"seed\"", "{\"a\":\"\\\"seed\\\":\"}", "{\"a\":\"seed\\"};
    for (size_t index = 0; index < sizeof accepted / sizeof accepted[0]; index++) {
        dgm_provider *self = make(accepted[index]);
        CHECK(self != NULL);
        class->destroy(self);
    }
}

static void *translate_many(void *unused) {
    (void)unused;
    dgm_provider *self = make("{}");
    batch *made = malloc(sizeof *made);
    fill(made, "Save \u27E61\u27E7 changes", strlen("Save \u27E61\u27E7 changes"), "en-XA", "");
    for (int number = 0; number < 200; number++) {
        dgm_ticket ticket = open_ticket();
        translating->translate(self, &made->request, ticket);
        CHECK(strcmp(calls[ticket]->outputs[0], "[Šåṽé \u27E61\u27E7 çĥåñĝéš one]") == 0);
    }
    free(made);
    class->destroy(self);
    return NULL;
}

static void instances_run_side_by_side(void) {
    pthread_t threads[4];
    for (int index = 0; index < 4; index++) {
        pthread_create(&threads[index], NULL, translate_many, NULL);
    }
    for (int index = 0; index < 4; index++) {
        pthread_join(threads[index], NULL);
    }
}

static void drop_segment(dgm_ticket ticket, size_t index, const char *bytes, size_t length) {
    (void)ticket, (void)index, (void)bytes, (void)length;
}
static void drop_usage(dgm_ticket ticket, const dgm_usage *usage) { (void)ticket, (void)usage; }
static int32_t drop_finish(dgm_ticket ticket, const dgm_outcome *outcome) {
    (void)ticket, (void)outcome;
    return 1;
}

static void measure(void) {
    dgm_provider *self = make("{}");
    host.segment = drop_segment;
    host.usage = drop_usage;
    host.finish = drop_finish;
    batch made;
    const char *targets[] = {"en-XA", "ar-XB"};
    for (int target = 0; target < 2; target++) {
        fill(&made, "Save the changes to \u27E61\u27E7 before closing", 41, targets[target], "");
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        for (int number = 0; number < 1000000; number++) {
            translating->translate(self, &made.request, 1);
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        double spent = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
        printf("%s: %.0f ns for a text of 41 bytes\n", targets[target], spent / 1e6);
    }
    class->destroy(self);
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    CHECK(library != NULL);
    dgm_plugin_entry entry;
    *(void **)&entry = dlsym(library, "dragoman_plugin_v1");
    CHECK(entry != NULL);

    dgm_host foreign = host;
    foreign.abi_major = DGM_ABI_MAJOR + 1;
    CHECK(entry(&foreign) == NULL);

    const dgm_plugin *plugin = entry(&host);
    CHECK(plugin != NULL && plugin->provider_count == 1 && plugin->abi_major == DGM_ABI_MAJOR);
    class = plugin->providers[0];
    translating = class->get_extension("translate/1", strlen("translate/1"));
    CHECK(translating != NULL && class->get_extension("translate/2", strlen("translate/2")) == NULL);
    const dgm_pairs *pairs = class->get_extension("pairs/1", strlen("pairs/1"));
    CHECK(pairs != NULL);

    models_write_as_CLDR_does();
    dgm_provider *self = make("{}");
    dgm_ticket ticket = open_ticket();
    pairs->list(self, ticket);
    CHECK(calls[ticket]->pairs == 4 && calls[ticket]->by_name_only == 2 && calls[ticket]->finished);
    class->destroy(self);
    settings_out_of_range_make_no_instance();
    latency_comes_from_the_hosts_clock();
    a_call_ends_once_though_cancel_and_clock_race();
    every_character_comes_out_as_UTF_8();
    failures_follow_rate_and_seed();
    instances_run_side_by_side();
    measure();
    for (ticket = 1; ticket <= last_ticket; ticket++) {
        free(calls[ticket]);
    }
    puts("everything holds");
    return 0;
}
