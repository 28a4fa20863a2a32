/* SPDX-License-Identifier: Apache-2.0 */
#include "clocale.h"

#include <string.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

static const char *const keywords[] = {"zero", "one", "two", "few", "many", "other"};

static int category(const char *keyword) {
    for (int index = 0; index < LOC_PLURAL_OTHER; index++) {
        if (strcmp(keywords[index], keyword) == 0) return index;
    }
    return LOC_PLURAL_OTHER;
}

int32_t loc_plural_rules(
    const char *tag, int32_t is_ordinal, const double *numbers, int32_t count, uint8_t *categories) {
    UErrorCode error = U_ZERO_ERROR;
    char name[ULOC_FULLNAME_CAPACITY];
    uloc_forLanguageTag(tag, name, ULOC_FULLNAME_CAPACITY, NULL, &error);
    UPluralRules *rules =
        uplrules_openForType(name, is_ordinal ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL, &error);
    UEnumeration *names = uplrules_getKeywords(rules, &error);
    int32_t set = 0;
    const char *next;
    while (U_SUCCESS(error) && (next = uenum_next(names, NULL, &error)) != NULL) set |= 1 << category(next);
    uenum_close(names);
    for (int32_t index = 0; U_SUCCESS(error) && index < count; index++) {
        UChar keyword[16];
        char ascii[16];
        int32_t length = uplrules_select(rules, numbers[index], keyword, 16, &error);
        if (U_FAILURE(error) || length >= 16) break;
        u_UCharsToChars(keyword, ascii, length);
        ascii[length] = 0;
        categories[index] = (uint8_t)category(ascii);
    }
    uplrules_close(rules);
    return U_SUCCESS(error) ? set : -1;
}
