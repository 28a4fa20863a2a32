/*
 * requests.c: the modes open-loop and closed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "load.h"

enum { DIGITS = 10, HEAD_BYTES = 16384, GRACE_SECONDS = 30, EDGE = 1000 };

typedef struct connection {
    int descriptor;
    bool is_busy;
    double planned;      /* moment from which the request in flight counts */
    char *request;       /* a copy of its own, numbers filled in */
    size_t sent;
    char head[HEAD_BYTES]; /* of the answer; what follows the head is not kept */
    size_t head_length;
    int64_t body_left;   /* -1 while the head is not complete */
    bool closes;
    int status;
} connection;

static const options *settings;
static char *template;
static size_t template_length;
static size_t *places; /* where the number stands in the template */
static size_t place_count;
static int poller;
static connection *connections;
static int *idle;      /* a stack of connections without a request */
static int idle_count;
static float *latencies; /* in ms, in the order of answers */
static size_t answered, latency_capacity;
static int64_t failures, by_class[6], sent_count;
static bool is_closed_loop;

static void make_template(void) {
    size_t length;
    const char *body = settings->body != NULL ? read_file(settings->body, &length) : (length = 0, "");
    char *filled = allocate(NULL, length * 3 + DIGITS + 1);
    size_t size = 0;
    size_t *marks = allocate(NULL, (length / 5 + 1) * sizeof *marks);
    for (size_t at = 0; at < length;) {
        if (strncmp(body + at, "{{n}}", 5) == 0) {
            marks[place_count++] = size;
            size += DIGITS;
            at += 5;
        } else {
            filled[size++] = body[at++];
        }
    }
    template = allocate(NULL, size + sizeof settings->headers + sizeof settings->path + 512);
    const int head = sprintf(template, "POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Type: application/json\r\n"
                                       "Content-Length: %zu\r\n\r\n",
                             settings->path, settings->authority, settings->headers, size);
    memcpy(template + head, filled, size);
    template_length = (size_t)head + size;
    for (size_t index = 0; index < place_count; index++) {
        marks[index] += (size_t)head;
    }
    places = marks;
    free(filled);
}

static void open_connection(int index) {
    connection *this = &connections[index];
    this->descriptor = start_connect(settings);
    this->head_length = 0;
    this->body_left = -1;
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = (uint32_t)index};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, this->descriptor, &event) < 0) {
        die("epoll: %s", strerror(errno));
    }
}

static void write_on(connection *this) {
    while (this->is_busy && this->sent < template_length) {
        const ssize_t wrote = send(this->descriptor, this->request + this->sent, template_length - this->sent, 0);
        if (wrote <= 0) {
            return; /* EPOLLOUT comes, or the error shows when reading */
        }
        this->sent += (size_t)wrote;
    }
}

static void begin(int index, double planned) {
    connection *this = &connections[index];
    char digits[24];
    snprintf(digits, sizeof digits, "%0*lld", DIGITS, (long long)(settings->start + sent_count++));
    for (size_t place = 0; place < place_count; place++) {
        memcpy(this->request + places[place], digits, DIGITS);
    }
    this->is_busy = true;
    this->planned = planned;
    this->sent = 0;
    write_on(this);
}

static bool may_begin(double end) {
    return (settings->count == 0 || sent_count < settings->count) && now() < end;
}

static void release(int index, double end) {
    connections[index].is_busy = false;
    if (is_closed_loop && may_begin(end)) {
        begin(index, now());
    } else {
        idle[idle_count++] = index;
    }
}

static void note(connection *this) {
    if (answered == latency_capacity) {
        latency_capacity = latency_capacity * 2 + 65536;
        latencies = allocate(latencies, latency_capacity * sizeof *latencies);
    }
    latencies[answered++] = (float)((now() - this->planned) * 1000);
    by_class[this->status / 100 <= 5 ? this->status / 100 : 0]++;
    if (this->status / 100 != 2) {
        failures++;
    }
}

/* A connection that ended; what was in flight on it failed. */
static void lose(int index, double end) {
    connection *this = &connections[index];
    close(this->descriptor);
    const bool was_busy = this->is_busy;
    failures += was_busy;
    if (failures > 10000) {
        die("too many failures");
    }
    open_connection(index);
    if (was_busy) {
        release(index, end);
    }
}

/* Reads the head once it is complete; gives how many bytes of the body came with it, or -1. */
static ssize_t read_head(connection *this) {
    this->head[this->head_length] = '\0';
    char *end = strstr(this->head, "\r\n\r\n");
    if (end == NULL) {
        if (this->head_length + 1 >= HEAD_BYTES) {
            die("the head of an answer is too long");
        }
        return -1;
    }
    if (sscanf(this->head, "HTTP/1.%*1d %3d", &this->status) != 1) {
        die("an answer is no HTTP");
    }
    const size_t head_size = (size_t)(end + 4 - this->head);
    end[2] = '\0';
    const char *length = strcasestr(this->head, "\r\ncontent-length:");
    if (length == NULL && this->status != 204) {
        die("an answer has no Content-Length");
    }
    this->body_left = length == NULL ? 0 : strtoll(length + strlen("\r\ncontent-length:"), NULL, 10);
    this->closes = strcasestr(this->head, "\r\nconnection: close") != NULL;
    return (ssize_t)(this->head_length - head_size);
}

static void read_on(int index, double end) {
    connection *this = &connections[index];
    static char rest[65536];
    for (;;) {
        const bool in_head = this->body_left < 0;
        char *to = in_head ? this->head + this->head_length : rest;
        const size_t space = in_head ? HEAD_BYTES - 1 - this->head_length : sizeof rest;
        const ssize_t got = recv(this->descriptor, to, space, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (got <= 0) {
            lose(index, end);
            return;
        }
        ssize_t body = got;
        if (in_head) {
            this->head_length += (size_t)got;
            if ((body = read_head(this)) < 0) {
                continue;
            }
        }
        this->body_left -= body;
        if (this->body_left > 0) {
            continue;
        }
        if (this->body_left < 0 || !this->is_busy) {
            die("an answer is longer than it says");
        }
        note(this);
        this->head_length = 0;
        this->body_left = -1;
        if (this->closes) {
            this->is_busy = false;
            lose(index, end);
            release(index, end);
            return;
        }
        release(index, end);
    }
}

static int by_value(const void *left, const void *right) {
    const float difference = *(const float *)left - *(const float *)right;
    return (difference > 0) - (difference < 0);
}

static double percentile(const float *sorted, size_t count, double share) {
    return count == 0 ? 0 : sorted[(size_t)(share * (double)(count - 1) + 0.5)];
}

static void print_edge(const char *name, size_t first, size_t count) {
    float *part = allocate(NULL, (count + 1) * sizeof *part);
    memcpy(part, latencies + first, count * sizeof *part);
    qsort(part, count, sizeof *part, by_value);
    printf(",\"%s\":{\"requests\":%zu,\"p50\":%.4f,\"p99\":%.4f}", name, count, percentile(part, count, 0.5),
           percentile(part, count, 0.99));
    free(part);
}

static void report(double seconds) {
    printf("{\"requests\":%zu,\"sent\":%lld,\"seconds\":%.6f,\"rate\":%.3f,\"failures\":%lld", answered,
           (long long)sent_count, seconds, seconds > 0 ? (double)answered / seconds : 0, (long long)failures);
    printf(",\"ok\":%lld", (long long)by_class[2]);
    const size_t edge = answered < EDGE ? answered : EDGE;
    print_edge("first", 0, edge);
    print_edge("last", answered - edge, edge);
    qsort(latencies, answered, sizeof *latencies, by_value);
    printf(",\"p50\":%.4f,\"p99\":%.4f,\"max\":%.4f}\n", percentile(latencies, answered, 0.5),
           percentile(latencies, answered, 0.99), percentile(latencies, answered, 1));
}

/* Wakes the loop when the next request is due. */
static void arm(int timer, double moment) {
    if (moment < 1e-6) {
        moment = 1e-6; /* zero would disarm it */
    }
    struct itimerspec time = {.it_value = {.tv_sec = (time_t)moment}};
    time.it_value.tv_nsec = (long)((moment - (double)time.it_value.tv_sec) * 1e9);
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}

int run_requests(const options *options, bool is_open_loop) {
    settings = options;
    is_closed_loop = !is_open_loop;
    if (is_open_loop && options->rate <= 0) {
        die("open-loop needs --rate");
    }
    make_template();
    const int count = options->connections;
    poller = epoll_create1(EPOLL_CLOEXEC);
    connections = allocate(NULL, (size_t)count * sizeof *connections);
    memset(connections, 0, (size_t)count * sizeof *connections);
    idle = allocate(NULL, (size_t)count * sizeof *idle);
    for (int index = 0; index < count; index++) {
        connections[index].request = allocate(NULL, template_length);
        memcpy(connections[index].request, template, template_length);
        open_connection(index);
    }
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event ring = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &ring);

    const double start = now(), end = start + options->seconds;
    double last_answer = start;
    for (int index = count - 1; index >= 0; index--) {
        release(index, end);
    }
    struct epoll_event events[256];
    for (;;) {
        double due = 0;
        const bool is_over = is_open_loop
            ? start + (double)sent_count / options->rate >= end || (options->count > 0 && sent_count >= options->count)
            : !may_begin(end);
        if (is_open_loop && !is_over) {
            /* All that is due goes out, as far as there are connections; the rest is late, and its latency tells. */
            while (idle_count > 0 && (due = start + (double)sent_count / options->rate) <= now() && due < end &&
                   (options->count == 0 || sent_count < options->count)) {
                begin(idle[--idle_count], due);
            }
            if (idle_count > 0) {
                arm(timer, start + (double)sent_count / options->rate);
            }
        }
        if ((is_over && idle_count == count) || now() > end + GRACE_SECONDS) {
            break;
        }
        const int got = epoll_wait(poller, events, 256, 200);
        const size_t before = answered;
        for (int event = 0; event < got; event++) {
            if (events[event].data.u32 == UINT32_MAX) {
                uint64_t rings;
                if (read(timer, &rings, sizeof rings) < 0) {
                    continue;
                }
            } else {
                const int index = (int)events[event].data.u32;
                write_on(&connections[index]);
                read_on(index, end);
            }
        }
        if (answered > before) {
            last_answer = now();
        }
    }
    failures += count - idle_count; /* never answered */
    report(last_answer - start);
    return 0;
}
