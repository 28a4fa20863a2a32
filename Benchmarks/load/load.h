/*
 * load.h: what the modes of the load tool share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LOAD_H
#define LOAD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct options {
    struct sockaddr_in address;
    char authority[64];  /* for the Host field */
    char path[512];      /* of a subscription: with {group} in the place of the group's id */
    char headers[4096];  /* further header lines, each with its line end */
    const char *body;    /* file of the body; {{n}} in it becomes the request's number */
    const char *groups;  /* file of group ids, one a line; "-" is standard input */
    int connections;
    double rate;         /* requests a second, of open-loop */
    double seconds;
    int64_t count;       /* requests at most; 0: no limit */
    int64_t start;       /* number of the first request */
    bool idle;           /* only hold subscriptions open */
} options;

int run_requests(const options *options, bool is_open_loop);
int run_subscriptions(const options *options);

/* Seconds of a clock that never goes back. */
double now(void);

/* Ends the program with a message. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Memory, or the end of the program. */
void *allocate(void *old, size_t size);

/* A socket that does not block, on its way to the server. */
int start_connect(const options *options);

/* The whole of a file, with its length; a zero byte follows it. */
char *read_file(const char *path, size_t *length);

#endif
