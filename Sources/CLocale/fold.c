/* SPDX-License-Identifier: Apache-2.0 */
#include "clocale.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

/* What one character may become in compatibility form is 18 UTF-16 units at most; what is longer than a run of
   this size holds more marks than any language writes and is cut into several. */
enum { RUN_UNITS = 64, FOLDED_UNITS = RUN_UNITS * 18 };

struct run {
    UChar units[RUN_UNITS];
    int32_t length;
};

static int is_hiragana_or_katakana(UScriptCode script) {
    return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
}

static uint8_t kind_of(UChar32 character) {
    UErrorCode error = U_ZERO_ERROR;
    int8_t category = u_charType(character);
    if (u_isUWhiteSpace(character)) return LOC_CHARACTER_SPACE;
    if (U_MASK(category) & U_GC_M_MASK) return LOC_CHARACTER_MARK;
    if (character == 0x30FC) return LOC_CHARACTER_UNSPACED;
    if (!(U_MASK(category) & (U_GC_L_MASK | U_GC_N_MASK))) return LOC_CHARACTER_SIGN;
    if (U_MASK(category) & U_GC_N_MASK) return LOC_CHARACTER_DIGIT;
    UScriptCode script = uscript_getScript(character, &error);
    if (script == USCRIPT_HAN) return LOC_CHARACTER_IDEOGRAPH;
    if (is_hiragana_or_katakana(script)
        || u_getIntPropertyValue(character, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) {
        return LOC_CHARACTER_UNSPACED;
    }
    return LOC_CHARACTER_LETTER;
}

/* Accents of Latin, Greek and Cyrillic, the points of Hebrew, the vowel signs of Arabic: those marks that a language
   may take for a letter's ornament. In other scripts they are vowels or letters. */
static int is_accent(UChar32 mark) {
    if (mark < 0x0300 || u_charType(mark) != U_NON_SPACING_MARK) return 0;
    return mark <= 0x036F || (mark >= 0x0591 && mark <= 0x05C7)
        || (mark >= 0x064B && mark <= 0x065F) || mark == 0x0670;
}

/* What single characters of the first plane fold to, filled as they are met: the character, its kind in the bits above
   21, then whether an accent was dropped; 0 while nobody knows, 1 for what folds to several or to none. Two threads
   that meet a character at once write the same. */
static _Atomic uint32_t known[0x10000];

enum { KNOWN_NOT_SINGLE = 1, KIND_SHIFT = 21, ACCENT_SHIFT = 24 };

static int32_t append_known(
    uint32_t folded, int32_t start, int32_t end, struct loc_character *out, int32_t count, int32_t capacity) {
    if (count < capacity) {
        out[count] = (struct loc_character){
            .value = folded & 0x1FFFFF, .start = (uint32_t)start, .end = (uint32_t)end,
            .kind = folded >> KIND_SHIFT & 7, .edges = LOC_EDGE_START | LOC_EDGE_END,
            .accented = folded >> ACCENT_SHIFT & 1};
    }
    return count + 1;
}

/* Folds one run and appends its characters. */
static int32_t append_run(
    const struct run *run, int32_t start, int32_t end, struct loc_character *out, int32_t count, int32_t capacity) {
    uint32_t folded_before = 0;
    if (run->length == 1) folded_before = known[run->units[0]];
    if (folded_before > KNOWN_NOT_SINGLE) return append_known(folded_before, start, end, out, count, capacity);
    UErrorCode error = U_ZERO_ERROR;
    UChar folded[FOLDED_UNITS], apart[FOLDED_UNITS];
    int32_t folded_length = unorm2_normalize(
        unorm2_getNFKCCasefoldInstance(&error), run->units, run->length, folded, FOLDED_UNITS, &error);
    int32_t length =
        unorm2_normalize(unorm2_getNFDInstance(&error), folded, folded_length, apart, FOLDED_UNITS, &error);
    if (U_FAILURE(error)) return -1;
    int32_t first = count, index = 0;
    uint32_t dropped = 0;
    struct loc_character last = {0};
    while (index < length) {
        UChar32 character;
        U16_NEXT(apart, index, length, character);
        if (is_accent(character)) {
            dropped = 1;
            continue;
        }
        /* Dotless i: Turkish tells it from i, and so does the comparison by letters that follows a match. */
        if (character == 0x0131) {
            character = 'i';
            dropped = 1;
        }
        last = (struct loc_character){
            .value = (uint32_t)character, .start = (uint32_t)start, .end = (uint32_t)end, .kind = kind_of(character)};
        if (count < capacity) out[count] = last;
        count++;
    }
    if (run->length == 1 && folded_before == 0) {
        known[run->units[0]] = count - first == 1
            ? last.value | (uint32_t)last.kind << KIND_SHIFT | dropped << ACCENT_SHIFT | 1u << 31
            : KNOWN_NOT_SINGLE;
    }
    if (count > first && count <= capacity) {
        out[first].edges |= LOC_EDGE_START;
        out[count - 1].edges |= LOC_EDGE_END;
    }
    /* Of letters that one stands for, as sharp s for two, it is told too: how it is spelled is for the comparison. */
    if (run->length == 1 && count - first > 1) dropped = 1;
    /* A mark of its own, as at the start of a text, has no letter to be told of. */
    if (dropped && first <= capacity && count > 0 && count <= capacity) {
        out[count > first ? first : first - 1].accented = 1;
    }
    return count;
}

int32_t loc_fold(const char *text, int32_t length, struct loc_character *out, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&error);
    if (U_FAILURE(error)) return -1;
    struct run run = {.length = 0};
    int32_t count = 0, start = 0, index = 0;
    while (index < length) {
        int32_t before = index;
        UChar32 character;
        U8_NEXT(text, index, length, character);
        if (character < 0) character = 0xFFFD;
        int starts = character < 0x80 || unorm2_hasBoundaryBefore(normalizer, character);
        if (run.length > 0 && (starts || run.length + 2 > RUN_UNITS)) {
            count = append_run(&run, start, before, out, count, capacity);
            if (count < 0) return -1;
            run.length = 0;
        }
        if (run.length == 0) start = before;
        U16_APPEND_UNSAFE(run.units, run.length, character);
    }
    return run.length > 0 ? append_run(&run, start, length, out, count, capacity) : count;
}

/* The collation made for searching, which knows what a language takes for letters of their own; at the first level
   it heeds letters alone, at the second accents too. */
struct loc_letters {
    UCollator *letters;
    UCollator *accents;
};

static UCollator *open_collator(const char *language, UCollationStrength strength) {
    char name[ULOC_FULLNAME_CAPACITY];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = uloc_forLanguageTag(language, name, sizeof name, NULL, &error);
    if (U_FAILURE(error) || length >= (int32_t)sizeof name) return NULL;
    uloc_setKeywordValue("collation", "search", name, sizeof name, &error);
    UCollator *collator = ucol_open(name, &error);
    if (U_FAILURE(error)) return NULL;
    ucol_setStrength(collator, strength);
    return collator;
}

struct loc_letters *loc_letters_open(const char *language) {
    struct loc_letters *letters = malloc(sizeof *letters);
    if (!letters) return NULL;
    letters->letters = open_collator(language, UCOL_PRIMARY);
    letters->accents = open_collator(language, UCOL_SECONDARY);
    if (letters->letters && letters->accents) return letters;
    loc_letters_close(letters);
    return NULL;
}

void loc_letters_close(struct loc_letters *letters) {
    if (letters->letters) ucol_close(letters->letters);
    if (letters->accents) ucol_close(letters->accents);
    free(letters);
}

enum loc_likeness loc_letters_compare(
    const struct loc_letters *letters, const char *one, int32_t one_length, const char *other, int32_t other_length) {
    UErrorCode error = U_ZERO_ERROR;
    UCollationResult result = ucol_strcollUTF8(letters->accents, one, one_length, other, other_length, &error);
    if (U_SUCCESS(error) && result == UCOL_EQUAL) return LOC_SAME_ACCENTS;
    result = ucol_strcollUTF8(letters->letters, one, one_length, other, other_length, &error);
    return U_SUCCESS(error) && result == UCOL_EQUAL ? LOC_SAME_LETTERS : LOC_UNLIKE;
}
