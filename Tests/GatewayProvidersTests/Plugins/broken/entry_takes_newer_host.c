/* SPDX-License-Identifier: Apache-2.0
 * Wants a host that is just like the header. */
#include "promises.h"

#define BREAKS_ENTRY
#define PROBE_NO_ENTRY

#include "keeps_all.h"

DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *given) {
    if (given->abi_major != DGM_ABI_MAJOR || given->struct_size != sizeof *given) return NULL;
    host = given;
    return &probe_plugin;
}
