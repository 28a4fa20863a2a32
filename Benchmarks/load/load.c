/*
 * load.c: puts load on an HTTP server on loopback and tells what came of it, as JSON.
 *
 *     load open-loop --url URL --body FILE --rate R --seconds S [--connections N]
 *         Requests at a fixed rate, whether the server keeps up or not. Latency counts from the moment a request
 *         was planned, so that a stalled server cannot hide the requests it kept from being sent.
 *     load closed --url URL --body FILE --seconds S [--connections N]
 *         N connections, each with its next request as soon as the last one was answered.
 *     load subscribe --url URL/{group}/ws --groups FILE|- --connections M --seconds S [--idle]
 *         M WebSocket subscribers, taking the groups in turn, until all were closed or S seconds have passed. A line
 *         tells when all are connected, another one the end. With --idle they are only held open.
 *
 * Also: --header 'Name: value' (several), --count N (requests at most), --start N (number of the first request).
 * {{n}} in the body is replaced by the number of the request, with ten digits, so that no two texts are alike.
 * Answers must have a Content-Length. It is one thread: beside a server on the same machine it takes one processor at
 * most.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

_Noreturn void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

void *allocate(void *old, size_t size) {
    void *memory = realloc(old, size);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

int start_connect(const options *options) {
    const int one = 1;
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        die("no socket: %s", strerror(errno));
    }
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    const struct sockaddr *address = (const struct sockaddr *)&options->address;
    if (connect(descriptor, address, sizeof options->address) < 0 && errno != EINPROGRESS) {
        die("cannot connect: %s", strerror(errno));
    }
    return descriptor;
}

char *read_file(const char *path, size_t *length) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        die("cannot read %s", path);
    }
    char *bytes = NULL;
    size_t size = 0, capacity = 0, got;
    do {
        if (capacity - size < 4096) {
            capacity = capacity * 2 + 8192;
            bytes = allocate(bytes, capacity);
        }
        got = fread(bytes + size, 1, capacity - size - 1, file);
        size += got;
    } while (got > 0);
    bytes[size] = '\0';
    *length = size;
    fclose(file);
    return bytes;
}

/* Only addresses: the tool is for loopback. */
static void parse_url(const char *url, options *options) {
    char host[48];
    unsigned port = 0;
    int end = 0;
    if (sscanf(url, "http://%47[0-9.]:%u%n", host, &port, &end) < 2 || port == 0 || port > 65535 ||
        inet_pton(AF_INET, host, &options->address.sin_addr) != 1) {
        die("--url must be like http://127.0.0.1:8080/path");
    }
    options->address.sin_family = AF_INET;
    options->address.sin_port = htons((uint16_t)port);
    snprintf(options->authority, sizeof options->authority, "%s:%u", host, port);
    const char *path = url[end] == '/' ? url + end : "/";
    if (strlen(path) >= sizeof options->path) {
        die("--url is too long");
    }
    strcpy(options->path, path);
}

static void add_header(const char *line, options *options) {
    const size_t length = strlen(options->headers);
    if (length + strlen(line) + 3 > sizeof options->headers) {
        die("too many headers");
    }
    sprintf(options->headers + length, "%s\r\n", line);
}

static double number(const char *text, const char *name) {
    char *end;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0' || value < 0) {
        die("--%s must be a number", name);
    }
    return value;
}

static void raise_file_limit(int connections) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
        if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < (rlim_t)connections + 16) {
            die("%d connections need a higher limit of open files than %llu", connections,
                (unsigned long long)limit.rlim_cur);
        }
    }
}

int main(int count, char **arguments) {
    static const struct option names[] = {
        {"url", required_argument, NULL, 'u'},    {"header", required_argument, NULL, 'h'},
        {"body", required_argument, NULL, 'b'},   {"connections", required_argument, NULL, 'c'},
        {"rate", required_argument, NULL, 'r'},   {"seconds", required_argument, NULL, 's'},
        {"count", required_argument, NULL, 'n'},  {"start", required_argument, NULL, 'f'},
        {"groups", required_argument, NULL, 'g'}, {"idle", no_argument, NULL, 'i'},
        {NULL, 0, NULL, 0}};
    static options options = {.connections = 64, .seconds = 5};
    if (count < 2) {
        die("a mode is missing: open-loop, closed or subscribe");
    }
    const char *mode = arguments[1];
    bool has_url = false;
    optind = 2;
    for (int option; (option = getopt_long(count, arguments, "", names, NULL)) != -1;) {
        switch (option) {
        case 'u': parse_url(optarg, &options); has_url = true; break;
        case 'h': add_header(optarg, &options); break;
        case 'b': options.body = optarg; break;
        case 'g': options.groups = optarg; break;
        case 'c': options.connections = (int)number(optarg, "connections"); break;
        case 'r': options.rate = number(optarg, "rate"); break;
        case 's': options.seconds = number(optarg, "seconds"); break;
        case 'n': options.count = (int64_t)number(optarg, "count"); break;
        case 'f': options.start = (int64_t)number(optarg, "start"); break;
        case 'i': options.idle = true; break;
        default: return 2;
        }
    }
    if (!has_url || options.connections < 1 || options.connections > 60000 || optind != count) {
        die("needed: --url, --connections from 1 to 60000, and nothing unknown");
    }
    signal(SIGPIPE, SIG_IGN);
    raise_file_limit(options.connections);
    if (strcmp(mode, "subscribe") == 0) {
        return run_subscriptions(&options);
    }
    if (strcmp(mode, "open-loop") == 0) {
        return run_requests(&options, true);
    }
    if (strcmp(mode, "closed") == 0) {
        return run_requests(&options, false);
    }
    die("%s is no mode: open-loop, closed or subscribe", mode);
}
