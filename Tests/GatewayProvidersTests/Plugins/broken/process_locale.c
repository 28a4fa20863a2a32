/* SPDX-License-Identifier: Apache-2.0
 * Sets the locale. */
#include <locale.h>

#include "promises.h"

#define BREAKS_TRANSLATE
static void translate(ARGUMENTS) {
    (void)self;
    setlocale(LC_ALL, "C.UTF-8");
    echo(request, ticket);
}

#include "keeps_all.h"
