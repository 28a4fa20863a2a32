/* SPDX-License-Identifier: Apache-2.0
 * Makes one of a program's writes to its database fail: LD_PRELOAD it.
 *
 *   FAULT_AT     which write, counted from 1 over all threads; 0: none, they are only counted
 *   FAULT_ERRNO  what it fails with; it and the FAULT_LENGTH - 1 writes behind it
 *   FAULT_COUNT  file that is given the number of writes so far, as a line for each
 *
 * A write is a call of pwrite, write, fdatasync, fsync or ftruncate on a file called gateway.db or gateway.db-wal. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int calls;

static int is_database(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    return name && (!strcmp(name, "/gateway.db") || !strcmp(name, "/gateway.db-wal"));
}

static int setting(const char *name, int otherwise) {
    const char *text = getenv(name);
    return text ? atoi(text) : otherwise;
}

/* Whether this call is to fail; errno is set then. */
static int fails(int descriptor) {
    int kept = errno;
    if (!is_database(descriptor)) {
        errno = kept;
        return 0;
    }
    int number = atomic_fetch_add(&calls, 1) + 1, at = setting("FAULT_AT", 0);
    const char *count = getenv("FAULT_COUNT");
    if (count) {
        int file = open(count, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        char line[32];
        int length = snprintf(line, sizeof line, "%d\n", number);
        static __typeof__(&write) real_write;
        if (!real_write) real_write = (__typeof__(&write))dlsym(RTLD_NEXT, "write");
        if (file >= 0 && real_write(file, line, (size_t)length) < 0) abort();
        if (file >= 0) close(file);
    }
    errno = kept;
    if (at == 0 || number < at || number >= at + setting("FAULT_LENGTH", 1)) return 0;
    errno = setting("FAULT_ERRNO", EIO);
    return 1;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    return fails(descriptor) ? -1 : real(descriptor, bytes, count, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    REAL(pwrite);
    return fails(descriptor) ? -1 : real(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    REAL(write);
    return fails(descriptor) ? -1 : real(descriptor, bytes, count);
}

int fdatasync(int descriptor) {
    REAL(fdatasync);
    return fails(descriptor) ? -1 : real(descriptor);
}

int fsync(int descriptor) {
    REAL(fsync);
    return fails(descriptor) ? -1 : real(descriptor);
}

int ftruncate64(int descriptor, off64_t length) {
    REAL(ftruncate64);
    return fails(descriptor) ? -1 : real(descriptor, length);
}
