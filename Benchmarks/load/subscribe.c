/*
 * subscribe.c: the mode subscribe. WebSocket (RFC 6455) as far as a client that only listens needs it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

enum { OPENING = 256, HANDSHAKE_SECONDS = 60, CODES = 5000 };

enum state { WAITING, CONNECTING, UPGRADING, OPEN, CLOSED };

typedef struct subscriber {
    int descriptor;
    enum state state;
    char *bytes; /* what has come of a frame or of the head that is not complete; only then it has memory */
    size_t length, capacity;
    int64_t messages;
    int64_t completed; /* the last number of completed jobs */
} subscriber;

static const options *settings;
static int poller;
static char **groups;
static size_t group_count;
static subscriber *subscribers;
static int opening, opened, closed, refused, next_to_open;
static int64_t messages, moving, bytes, moving_bytes, snapshots_first, others_first, backwards, ends_without_close;
static int64_t codes[CODES];
static double first_moving, last_moving;

static void read_groups(void) {
    size_t length;
    char *text = read_file(settings->groups, &length);
    for (char *line = strtok(text, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        groups = allocate(groups, (group_count + 1) * sizeof *groups);
        groups[group_count++] = line;
    }
    if (group_count == 0) {
        die("there are no groups");
    }
}

static void finish(subscriber *this) {
    if (this->state == UPGRADING || this->state == CONNECTING) {
        opening--;
        refused++;
    } else {
        closed++;
    }
    this->state = CLOSED;
    close(this->descriptor);
    free(this->bytes);
    this->bytes = NULL;
}

static void start(int index) {
    subscriber *this = &subscribers[index];
    this->descriptor = start_connect(settings);
    this->state = CONNECTING;
    opening++;
    struct epoll_event event = {.events = EPOLLOUT, .data.u32 = (uint32_t)index};
    epoll_ctl(poller, EPOLL_CTL_ADD, this->descriptor, &event);
}

static void ask_upgrade(int index) {
    subscriber *this = &subscribers[index];
    char path[1024], request[sizeof path + sizeof settings->headers + 256];
    const char *group = groups[(size_t)index % group_count], *mark = strstr(settings->path, "{group}");
    if (mark == NULL) {
        snprintf(path, sizeof path, "%s", settings->path);
    } else {
        snprintf(path, sizeof path, "%.*s%s%s", (int)(mark - settings->path), settings->path, group, mark + 7);
    }
    const int length = snprintf(request, sizeof request,
                                "GET %s HTTP/1.1\r\nHost: %s\r\n%sUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n",
                                path, settings->authority, settings->headers);
    if (send(this->descriptor, request, (size_t)length, 0) != length) {
        finish(this);
        return;
    }
    this->state = UPGRADING;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
    epoll_ctl(poller, EPOLL_CTL_MOD, this->descriptor, &event);
}

/* The number after `"name":`, or -1. */
static int64_t member(const char *text, size_t length, const char *name) {
    const char *found = memmem(text, length, name, strlen(name));
    int64_t value = -1;
    for (const char *at = found == NULL ? NULL : found + strlen(name);
         at != NULL && at < text + length && *at >= '0' && *at <= '9'; at++) {
        value = (value < 0 ? 0 : value) * 10 + (*at - '0');
    }
    return value;
}

static void take_message(subscriber *this, const char *text, size_t length) {
    static const char snapshot[] = "\"type\":\"snapshot\"";
    messages++;
    if (this->messages++ == 0) {
        if (memmem(text, length, snapshot, sizeof snapshot - 1) != NULL) {
            snapshots_first++;
        } else {
            others_first++;
        }
    } else {
        last_moving = now();
        first_moving = moving++ == 0 ? last_moving : first_moving;
        moving_bytes += (int64_t)length;
    }
    const int64_t completed = member(text, length, "\"completedJobs\":");
    if (completed >= 0) {
        backwards += completed < this->completed;
        this->completed = completed;
    }
}

/* A control frame of ours: masked with zeros, which is a mask. */
static void answer(subscriber *this, unsigned char opcode, const char *payload, size_t length) {
    unsigned char frame[6 + 125] = {(unsigned char)(0x80 | opcode), (unsigned char)(0x80 | length)};
    memcpy(frame + 6, payload, length);
    if (send(this->descriptor, frame, 6 + length, 0) < 0) {
        return; /* the read that follows shows it */
    }
}

/* Takes one whole frame off the front; gives its size, 0 when it is not complete, -1 when the connection is done. */
static ssize_t take_frame(subscriber *this, const char *data, size_t length) {
    const unsigned char *at = (const unsigned char *)data;
    if (length < 2) {
        return 0;
    }
    size_t header = 2;
    uint64_t size = at[1] & 0x7F;
    if (size >= 126) {
        const size_t width = size == 126 ? 2 : 8;
        header += width;
        if (length < header) {
            return 0;
        }
        size = 0;
        for (size_t byte = 0; byte < width; byte++) {
            size = size << 8 | at[2 + byte];
        }
    }
    if ((at[0] & 0x70) != 0 || (at[1] & 0x80) != 0 || size > (64u << 20)) {
        die("a frame that a server must not send");
    }
    if (length < header + size) {
        return 0;
    }
    const char *payload = data + header;
    const unsigned char opcode = at[0] & 0x0F;
    if ((at[0] & 0x80) == 0 || opcode == 0 || opcode == 2) {
        die("a message that is not one text frame");
    }
    if (opcode == 1) {
        take_message(this, payload, size);
    } else if (opcode == 9 && size <= 125) {
        answer(this, 10, payload, size);
    } else if (opcode == 8) {
        const unsigned code = size >= 2 ? (unsigned)(unsigned char)payload[0] << 8 | (unsigned char)payload[1] : 1005;
        codes[code < CODES ? code : 0]++;
        answer(this, 8, payload, size <= 125 ? size : 0);
        return -1;
    }
    return (ssize_t)(header + size);
}

/* Uses up what it can of `data`; gives how much, or -1. */
static ssize_t consume(subscriber *this, const char *data, size_t length) {
    size_t used = 0;
    if (this->state == UPGRADING) {
        const char *end = memmem(data, length, "\r\n\r\n", 4);
        if (end == NULL) {
            return 0;
        }
        if (strncmp(data, "HTTP/1.1 101", 12) != 0) {
            return -1;
        }
        this->state = OPEN;
        opening--;
        opened++;
        used = (size_t)(end + 4 - data);
    }
    while (used < length) {
        const ssize_t size = take_frame(this, data + used, length - used);
        if (size < 0) {
            return -1;
        }
        if (size == 0) {
            break;
        }
        used += (size_t)size;
    }
    return (ssize_t)used;
}

static void read_on(subscriber *this) {
    static char chunk[1 << 18];
    const ssize_t got = recv(this->descriptor, chunk, sizeof chunk, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        ends_without_close += this->state == OPEN;
        finish(this);
        return;
    }
    bytes += got;
    const char *data = chunk;
    size_t length = (size_t)got;
    if (this->length > 0) {
        if (this->capacity < this->length + length) {
            this->capacity = this->length + length;
            this->bytes = allocate(this->bytes, this->capacity);
        }
        memcpy(this->bytes + this->length, chunk, length);
        length += this->length;
        data = this->bytes;
    }
    const ssize_t used = consume(this, data, length);
    if (used < 0) {
        finish(this);
        return;
    }
    const size_t rest = length - (size_t)used;
    if (rest == 0) {
        free(this->bytes);
        this->bytes = NULL;
        this->capacity = 0;
    } else if (data == chunk) {
        this->bytes = allocate(NULL, rest);
        this->capacity = rest;
        memcpy(this->bytes, data + used, rest);
    } else {
        memmove(this->bytes, data + used, rest);
    }
    this->length = rest;
}

static void report(double seconds) {
    const double span = last_moving - first_moving;
    printf("{\"subscribers\":%d,\"connected\":%d,\"refused\":%d,\"closed\":%d,\"seconds\":%.3f", settings->connections,
           opened, refused, closed, seconds);
    printf(",\"messages\":%lld,\"bytes\":%lld,\"moving\":%lld,\"moving_seconds\":%.6f", (long long)messages,
           (long long)bytes, (long long)moving, span);
    printf(",\"messages_per_second\":%.3f,\"bytes_per_second\":%.3f,\"bytes_a_message\":%.1f",
           span > 0 ? (double)moving / span : 0, span > 0 ? (double)moving_bytes / span : 0,
           moving > 0 ? (double)moving_bytes / (double)moving : 0);
    printf(",\"snapshot_first\":%lld,\"other_first\":%lld,\"backwards\":%lld,\"ended_without_close\":%lld",
           (long long)snapshots_first, (long long)others_first, (long long)backwards,
           (long long)ends_without_close);
    printf(",\"close_codes\":{");
    const char *comma = "";
    for (int code = 0; code < CODES; code++) {
        if (codes[code] > 0) {
            printf("%s\"%d\":%lld", comma, code, (long long)codes[code]);
            comma = ",";
        }
    }
    puts("}}");
}

int run_subscriptions(const options *options) {
    settings = options;
    if (options->groups == NULL) {
        die("subscribe needs --groups");
    }
    read_groups();
    poller = epoll_create1(EPOLL_CLOEXEC);
    subscribers = allocate(NULL, (size_t)options->connections * sizeof *subscribers);
    memset(subscribers, 0, (size_t)options->connections * sizeof *subscribers);
    const double begin = now();
    double end = begin + HANDSHAKE_SECONDS;
    bool is_ready = false;
    struct epoll_event events[512];
    while (now() < end && !(is_ready && closed >= opened)) {
        while (next_to_open < options->connections && opening < OPENING) {
            start(next_to_open++);
        }
        const int got = epoll_wait(poller, events, 512, 100);
        for (int event = 0; event < got; event++) {
            const int index = (int)events[event].data.u32;
            subscriber *this = &subscribers[index];
            if (this->state == CONNECTING && (events[event].events & (EPOLLERR | EPOLLHUP)) == 0) {
                ask_upgrade(index);
            } else if (this->state == CONNECTING) {
                finish(this);
            } else if (this->state == UPGRADING || this->state == OPEN) {
                read_on(this);
            }
        }
        /* Ready is who has also had the first message, unless nothing but the connection is asked for. */
        if (!is_ready && opened + refused == options->connections &&
            (options->idle || snapshots_first + others_first + closed >= opened)) {
            is_ready = true;
            end = now() + options->seconds;
            printf("{\"connected\":%d,\"refused\":%d,\"seconds\":%.3f}\n", opened, refused, now() - begin);
            fflush(stdout);
        }
    }
    report(now() - begin);
    return is_ready ? 0 : 1;
}
