/* SPDX-License-Identifier: Apache-2.0
 * Echoes, unless a text names a way to die, or asks what the process is like. */
#include "probe.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

extern char **environ;

static void eat(void) {
    for (;;) {
        char *block = malloc(8 << 20);
        if (!block) abort();
        memset(block, 1, 8 << 20);
    }
}

static void write_all(const void *bytes, size_t length) {
    if (write(3, bytes, length) < 0) abort();
}

static void *wait_forever(void *context) {
    for (;;) pause();
    return context;
}

/* Gives 0 when the text asks for nothing of the kind. */
static int die(dgm_text text) {
    if (contains(text, "segv")) raise(SIGSEGV);
    if (contains(text, "null")) *(volatile int *)(uintptr_t)text.length = 1;
    if (contains(text, "abort")) abort();
    if (contains(text, "kill")) raise(SIGKILL);
    if (contains(text, "exit")) exit(0);
    if (contains(text, "hang")) wait_forever(NULL);
    if (contains(text, "eat")) eat();
    if (contains(text, "garbage")) write_all("nothing that is a frame", 23);
    if (contains(text, "cut")) write_all("\x10\x00\x00\x00\x42", 5), _exit(3);
    if (contains(text, "loris")) write_all("\x10\x00\x00\x00\x42", 5), wait_forever(NULL);
    if (contains(text, "close")) shutdown(3, SHUT_RDWR), wait_forever(NULL);
    if (contains(text, "huge")) write_all("\xff\xff\xff\xff\x42", 5);
    if (contains(text, "unknown")) write_all("\x0a\x00\x00\x00\x42\x01\x02\x03\x04\x05\x06\x07\x08\x00", 14);
    if (contains(text, "wrongway")) write_all("\x01\x00\x00\x00\x0b", 5);
    return 0;
}

static int open_files(void) {
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    while (readdir(folder)) count++;
    closedir(folder);
    return count - 3; /* itself and the dots */
}

static void tell(dgm_text text, char *line, size_t size) {
    if (contains(text, "?network")) {
        int internet = socket(AF_INET, SOCK_STREAM, 0), error = errno;
        int local = socket(AF_UNIX, SOCK_STREAM, 0), pair[2];
        snprintf(line, size, "%d %d %d %d", internet < 0, error == EPERM, local < 0,
                 socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    } else if (contains(text, "?signals")) {
        snprintf(line, size, "%d %d %d", kill(getppid(), 0), kill(0, 0), kill(getpid(), 0));
    } else if (contains(text, "?files")) {
        snprintf(line, size, "%d", open_files());
    } else if (contains(text, "?environment")) {
        size_t length = 0;
        for (char **variable = environ; *variable; variable++)
            length += (size_t)snprintf(line + length, size - length, "%.*s ", (int)strcspn(*variable, "="), *variable);
    } else if (contains(text, "?folder")) {
        if (!getcwd(line, size)) abort();
    } else if (contains(text, "?limits")) {
        struct rlimit core;
        getrlimit(RLIMIT_CORE, &core);
        snprintf(line, size, "%d %d", (int)core.rlim_max, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    } else if (contains(text, "?process")) {
        snprintf(line, size, "%d %d", getpid(), getppid());
    } else {
        snprintf(line, size, "%.*s", (int)text.length, text.bytes);
    }
}

static void translate(dgm_provider *self, const dgm_translate_request *request, dgm_ticket ticket) {
    (void)self;
    for (size_t i = 0; i < request->segment_count; i++) die(request->segments[i]->text);
    for (size_t i = 0; i < request->segment_count; i++) {
        const dgm_text text = request->segments[i]->text;
        char line[4096];
        tell(text, line, sizeof line);
        if (contains(text, "utf8"))
            host->segment(ticket, i, "\xff", 1);
        else
            hand_over(ticket, i, line);
        if (contains(text, "slow")) usleep(contains(text, "slower") ? 1000000 : 50000);
    }
    finish_with(ticket, DGM_OK, "");
    if (contains(request->model, "twice")) finish_with(ticket, DGM_OK, "");
}

#ifndef PROBE_MAX_INSTANCES
#define PROBE_MAX_INSTANCES 0
#endif

#include "probe_tables.h"
