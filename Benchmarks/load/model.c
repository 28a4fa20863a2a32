/*
 * model.c: a language model that costs nothing, behind OpenAI's chat completions: it says the first text of the
 * gateway's prompt again, with a mark on either side, or "Hola" to any other prompt. One thread, epoll.
 *
 *     model PORT [DELAY_MS]     answers each request after so long
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 8192, REQUEST_BYTES = 1 << 16, ANSWER_BYTES = 1 << 15 };

typedef struct connection {
    char *bytes;
    size_t length;
} connection;

static connection connections[MOST_CONNECTIONS];

/* Answers that wait. All wait equally long, so they leave in the order they came. */
typedef struct waiting {
    int64_t due_ms;
    int socket;
    char *answer;
    size_t length;
} waiting;

static waiting queue[MOST_CONNECTIONS];
static size_t first, last;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Writes a whole answer. The prompt is JSON in JSON: what stands between \"text\":\" and the next quote of that level
 * is copied as it is spelled, which is right in an answer that is JSON in JSON too. */
static size_t answer(const char *body, size_t length, char *out) {
    static const char mark[] = "\\\"segments\\\":[{\\\"id\\\":1,\\\"text\\\":\\\"";
    const char *text = memmem(body, length, mark, sizeof mark - 1);
    char content[ANSWER_BYTES / 2];
    int size = snprintf(content, sizeof content, "Hola");
    if (text != NULL) {
        text += sizeof mark - 1;
        const char *end = text;
        while (end + 1 < body + length && !(end[0] == '\\' && end[1] == '"')) {
            /* \\\" and \\\\ are four characters, \\n and its like three. */
            end += end[0] != '\\' ? 1 : end[2] == '\\' ? 4 : 3;
        }
        if (end - text < (ptrdiff_t)sizeof content - 200) {
            size = snprintf(content, sizeof content,
                            "{\\\"translations\\\":[{\\\"id\\\":1,\\\"text\\\":\\\"\xC2\xAB%.*s\xC2\xBB\\\"}]}",
                            (int)(end - text), text);
        }
    }
    char json[ANSWER_BYTES - 200];
    int json_size = snprintf(
        json, sizeof json,
        "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"mock\",\"choices\":[{\"index\":0,\"message\":"
        "{\"role\":\"assistant\",\"content\":\"%.*s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":400,"
        "\"completion_tokens\":20,\"total_tokens\":420}}",
        size, content);
    return (size_t)snprintf(out, ANSWER_BYTES,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%.*s",
                            json_size, json_size, json);
}

static void forget(int socket) {
    for (size_t at = first; at != last; at = (at + 1) % MOST_CONNECTIONS) {
        if (queue[at].socket == socket) queue[at].socket = -1;
    }
    free(connections[socket].bytes);
    connections[socket] = (connection){NULL, 0};
    close(socket);
}

/* Takes what came; false when the connection is over. */
static bool take(int socket, int64_t delay_ms) {
    connection *at = &connections[socket];
    const ssize_t count = recv(socket, at->bytes + at->length, REQUEST_BYTES - at->length, 0);
    if (count <= 0) return count < 0 && (errno == EAGAIN || errno == EINTR);
    at->length += (size_t)count;
    for (;;) {
        const char *end = memmem(at->bytes, at->length, "\r\n\r\n", 4);
        if (end == NULL) return at->length < REQUEST_BYTES;
        size_t body_length = 0;
        for (const char *line = at->bytes; line < end; line = (const char *)memchr(line, '\n', (size_t)(end + 2 - line)) + 1) {
            if (strncasecmp(line, "content-length:", 15) == 0) body_length = strtoul(line + 15, NULL, 10);
        }
        const size_t head = (size_t)(end + 4 - at->bytes);
        if (head + body_length > REQUEST_BYTES) return false;
        if (at->length < head + body_length) return true;
        char out[ANSWER_BYTES];
        const size_t size = answer(at->bytes + head, body_length, out);
        if (delay_ms == 0) {
            if (send(socket, out, size, MSG_NOSIGNAL) != (ssize_t)size) return false;
        } else {
            char *copy = malloc(size);
            if (copy == NULL || (last + 1) % MOST_CONNECTIONS == first) return false;
            memcpy(copy, out, size);
            queue[last] = (waiting){now_ms() + delay_ms, socket, copy, size};
            last = (last + 1) % MOST_CONNECTIONS;
        }
        at->length -= head + body_length;
        memmove(at->bytes, at->bytes + head + body_length, at->length);
    }
}

/* Sends what is due and gives the milliseconds to the next one, or -1. */
static int send_due(void) {
    while (first != last) {
        const waiting one = queue[first];
        const int64_t left = one.due_ms - now_ms();
        if (left > 0) return (int)left;
        if (one.socket >= 0) (void)!send(one.socket, one.answer, one.length, MSG_NOSIGNAL);
        free(one.answer);
        first = (first + 1) % MOST_CONNECTIONS;
    }
    return -1;
}

int main(int count, char **arguments) {
    if (count < 2) return 2;
    const int64_t delay_ms = count > 2 ? atoll(arguments[2]) : 0;
    const int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(arguments[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) {
        perror("model");
        return 1;
    }
    const int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        const int ready = epoll_wait(poll, events, 256, send_due());
        for (int i = 0; i < ready; i++) {
            const int socket = events[i].data.fd;
            if (socket == listener) {
                const int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                if (accepted < 0) continue;
                if (accepted >= MOST_CONNECTIONS || (connections[accepted].bytes = malloc(REQUEST_BYTES)) == NULL) {
                    close(accepted);
                    continue;
                }
                setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                event = (struct epoll_event){.events = EPOLLIN, .data.fd = accepted};
                epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &event);
            } else if (!take(socket, delay_ms)) {
                forget(socket);
            }
        }
    }
}
