/* SPDX-License-Identifier: Apache-2.0 */
#include "clocale.h"

#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

/* ICU's limit for a whole locale id, with room for the extensions of a tag of 128 characters. */
enum { NAME_CAPACITY = 2 * ULOC_FULLNAME_CAPACITY };

/* Turns a tag into ICU's own spelling; 0 when ICU could not read all of it. */
static int to_icu(const char *tag, char *name) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t parsed = 0;
    uloc_forLanguageTag(tag, name, NAME_CAPACITY, &parsed, &error);
    return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING && parsed == (int32_t)strlen(tag);
}

static int32_t to_tag(const char *name, char *out, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = uloc_toLanguageTag(name, out, capacity, 0, &error);
    return U_SUCCESS(error) && length < capacity ? length : -1;
}

int32_t loc_canonical(const char *tag, char *out, int32_t capacity) {
    char name[NAME_CAPACITY];
    return to_icu(tag, name) ? to_tag(name, out, capacity) : -1;
}

int32_t loc_maximize(const char *tag, char *out, int32_t capacity) {
    char name[NAME_CAPACITY], full[NAME_CAPACITY];
    if (!to_icu(tag, name)) return -1;
    UErrorCode error = U_ZERO_ERROR;
    uloc_addLikelySubtags(name, full, NAME_CAPACITY, &error);
    return U_SUCCESS(error) ? to_tag(full, out, capacity) : -1;
}

int32_t loc_is_right_to_left(const char *tag) {
    char name[NAME_CAPACITY];
    return to_icu(tag, name) && uloc_isRightToLeft(name);
}

/* Copies a text of a resource, which is ASCII in the bundles read here. */
static int32_t copy_ascii(const UChar *text, int32_t length, char *out, int32_t capacity) {
    if (length >= capacity) return -1;
    u_UCharsToChars(text, out, length);
    out[length] = 0;
    return length;
}

int32_t loc_alias(enum loc_alias_kind kind, const char *key, char *out, int32_t capacity) {
    static const char *const tables[] = {"language", "script", "territory", "variant"};
    UErrorCode error = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_openDirect(NULL, "metadata", &error);
    bundle = ures_getByKey(bundle, "alias", bundle, &error);
    bundle = ures_getByKey(bundle, tables[kind], bundle, &error);
    bundle = ures_getByKey(bundle, key, bundle, &error);
    int32_t length = 0;
    const UChar *text = ures_getStringByKey(bundle, "replacement", &length, &error);
    int32_t written = U_SUCCESS(error) ? copy_ascii(text, length, out, capacity) : -1;
    ures_close(bundle);
    return written;
}

/* A row of parentLocales is one child or an array of them. */
static int row_names(UResourceBundle *row, const UChar *child) {
    int32_t count = ures_getSize(row);
    for (int32_t index = 0; index < count; index++) {
        UErrorCode error = U_ZERO_ERROR;
        int32_t length = 0;
        const UChar *text = ures_getType(row) == URES_STRING ? ures_getString(row, &length, &error)
                                                             : ures_getStringByIndex(row, index, &length, &error);
        if (U_SUCCESS(error) && u_strcmp(text, child) == 0) return 1;
    }
    return 0;
}

int32_t loc_stated_parent(const char *tag, char *out, int32_t capacity) {
    char name[NAME_CAPACITY];
    UChar child[NAME_CAPACITY];
    if (!to_icu(tag, name)) return -1;
    u_charsToUChars(name, child, (int32_t)strlen(name) + 1);
    UErrorCode error = U_ZERO_ERROR;
    UResourceBundle *table = ures_openDirect(NULL, "supplementalData", &error);
    table = ures_getByKey(table, "parentLocales", table, &error);
    UResourceBundle *row = NULL;
    int32_t written = -1;
    /* The table is by parent, a dozen rows: callers keep what they asked for. */
    for (int32_t index = 0; U_SUCCESS(error) && index < ures_getSize(table) && written < 0; index++) {
        row = ures_getByIndex(table, index, row, &error);
        if (U_FAILURE(error) || !row_names(row, child)) continue;
        const char *parent = ures_getKey(row);
        if (strcmp(parent, "root") != 0) {
            written = to_tag(parent, out, capacity);
        } else if (capacity > 4) {
            strcpy(out, parent);
            written = 4;
        }
    }
    ures_close(row);
    ures_close(table);
    return written;
}

int32_t loc_display_name(const char *tag, const char *label, char *out, int32_t capacity) {
    char name[NAME_CAPACITY], reader[NAME_CAPACITY];
    UChar wide[512];
    if (!to_icu(tag, name) || !to_icu(label, reader)) return -1;
    UErrorCode error = U_ZERO_ERROR;
    ULocaleDisplayNames *names = uldn_open(reader, ULDN_DIALECT_NAMES, &error);
    int32_t length = uldn_localeDisplayName(names, name, wide, 512, &error);
    uldn_close(names);
    if (U_FAILURE(error)) return -1;
    int32_t written = 0;
    u_strToUTF8(out, capacity, &written, wide, length, &error);
    return U_SUCCESS(error) && written < capacity ? written : -1;
}

int32_t loc_locales(char *out, int32_t capacity) {
    int32_t used = 0;
    for (int32_t index = 0; index < uloc_countAvailable(); index++) {
        int32_t length = to_tag(uloc_getAvailable(index), out + used, capacity - used - 1);
        if (length < 0) return -1;
        used += length;
        out[used++] = '\n';
    }
    return used;
}
