/* SPDX-License-Identifier: Apache-2.0
 * Counts on log/1. */
#include "promises.h"

#define BREAKS_ENTRY
#define PROBE_NO_ENTRY

#include "keeps_all.h"

DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *given) {
    if (given->abi_major != DGM_ABI_MAJOR) return NULL;
    host = given;
    host_log = host->get_extension("log/1", 5);
    host_log->write(0, DGM_LOG_INFO, "ready", 5);
    return &probe_plugin;
}
