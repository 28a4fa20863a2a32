/* SPDX-License-Identifier: Apache-2.0
 * What a process asks of Linux about itself by variadic functions, which are invisible to Swift. No logic. */
#pragma once
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int clinux_set(int option, unsigned long value) { return prctl(option, value, 0UL, 0UL, 0UL); }
/* For all threads of the process. */
static inline int clinux_filter_calls(const struct sock_fprog *program) {
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program);
}
/* glibc declares it only for programs that ask for more than POSIX, which Swift's import does not. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static inline int clinux_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
