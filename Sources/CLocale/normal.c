/* SPDX-License-Identifier: Apache-2.0 */
#include "clocale.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

int32_t loc_compose(const char *text, int32_t length, char *out, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *composer = unorm2_getNFCInstance(&error);
    if (U_FAILURE(error) || length < 0) return -1;
    /* A byte of UTF-8 is at most a unit of UTF-16, and composing makes three of one at most. */
    size_t room = (size_t)length * 4 + 4;
    UChar *units = malloc(room * sizeof(UChar));
    if (!units) return -1;
    UChar *composed = units + length + 1;
    int32_t count = 0, written = -1;
    u_strFromUTF8WithSub(units, length, &count, text, length, 0xFFFD, NULL, &error);
    /* Nearly every text is composed already. */
    if (U_SUCCESS(error) && !unorm2_isNormalized(composer, units, count, &error)) {
        count = unorm2_normalize(composer, units, count, composed, length * 3, &error);
    } else {
        composed = units;
    }
    if (U_SUCCESS(error)) u_strToUTF8(out, capacity, &written, composed, count, &error);
    free(units);
    return U_SUCCESS(error) && written <= capacity ? written : -1;
}
