/* SPDX-License-Identifier: Apache-2.0
 * Takes any host. */
#include "promises.h"

#define BREAKS_ENTRY
#define PROBE_NO_ENTRY

#include "keeps_all.h"

DGM_EXPORT const dgm_plugin *dragoman_plugin_v1(const dgm_host *given) {
    host = given;
    return &probe_plugin;
}
