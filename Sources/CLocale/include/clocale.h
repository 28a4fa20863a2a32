/* SPDX-License-Identifier: Apache-2.0 */

/// Locales and text boundaries, from ICU and the CLDR data it carries.
///
/// ICU's own headers stay inside the .c files: its macros rename every symbol, and Foundation brings another ICU
/// whose types have the same names. Text is UTF-8 with a length in bytes; positions are bytes; locales are BCP 47
/// tags with a closing zero. Every function may be called from any thread.
///
/// A function that writes a text returns its length without the closing zero, or -1 when there is no answer or the
/// capacity does not suffice. A function that writes a list returns how many entries there are; when that is more
/// than the capacity, only the first ones were written.
#ifndef CLOCALE_H
#define CLOCALE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Subtags in canonical order and letter case, grandfathered tags replaced (RFC 5646, section 4.5).
/// Aliases of single subtags are not replaced: see `loc_alias`.
int32_t loc_canonical(const char *tag, char *out, int32_t capacity);

/// The tag with its likely subtags filled in (UTS 35, "Likely Subtags").
int32_t loc_maximize(const char *tag, char *out, int32_t capacity);

/// What an alias of CLDR names.
enum loc_alias_kind { LOC_ALIAS_LANGUAGE, LOC_ALIAS_SCRIPT, LOC_ALIAS_TERRITORY, LOC_ALIAS_VARIANT };

/// CLDR's replacement of a deprecated subtag, such as `he` for `iw`; several territories are joined by spaces,
/// the subtags of one replacement by '_'.
int32_t loc_alias(enum loc_alias_kind kind, const char *key, char *out, int32_t capacity);

/// The parent CLDR states for a locale where cutting the last subtag would be wrong, such as `es-419` for
/// `es-AR`; `root` where there is none (UTS 35, "Parent Locales").
int32_t loc_stated_parent(const char *tag, char *out, int32_t capacity);

/// The locale's name in the language of `label`, with names of its own for dialects ("Brazilian Portuguese").
int32_t loc_display_name(const char *tag, const char *label, char *out, int32_t capacity);

/// 1 when the locale's likely script is written from right to left, else 0.
int32_t loc_is_right_to_left(const char *tag);

/// The tags of all locales that CLDR has data for, each with a line feed behind it.
int32_t loc_locales(char *out, int32_t capacity);

/// What a text is divided into.
enum loc_break_kind {
    /// Sentences (UAX 29). Abbreviations are not heeded: see `loc_abbreviations`.
    LOC_BREAK_SENTENCE,
    /// Words and what stands between them (UAX 29; dictionaries for Thai, Lao, Khmer, Burmese, Chinese, Japanese).
    LOC_BREAK_WORD,
    /// What readers take for one character (UAX 29, extended grapheme clusters).
    LOC_BREAK_GRAPHEME
};

/// The ends of all sentences, words or graphemes of a text, rising; the last one is `length`. -1 when ICU fails.
int32_t loc_breaks(
    enum loc_break_kind kind, const char *language, const char *text, int32_t length, int32_t *ends,
    int32_t capacity);

/// The abbreviations of a language whose full stop ends no sentence (CLDR, "Segmentation Exceptions"), each with a
/// line feed behind it; -1 when CLDR has none. ICU's own filter (`ss=standard`) is not used, because it finds them at
/// the end of longer words too: "r." in "Meier.".
int32_t loc_abbreviations(const char *language, char *out, int32_t capacity);

/// Runs of one script: where each ends, and its ISO 15924 code as four bytes, the first one highest.
/// Common and inherited characters belong to the run before them, at the start to the one after.
int32_t loc_script_runs(
    const char *text, int32_t length, int32_t *ends, uint32_t *codes, int32_t capacity);

/// The plural categories of CLDR (UTS 35, "Language Plural Rules").
enum loc_plural_category {
    LOC_PLURAL_ZERO,
    LOC_PLURAL_ONE,
    LOC_PLURAL_TWO,
    LOC_PLURAL_FEW,
    LOC_PLURAL_MANY,
    LOC_PLURAL_OTHER
};

/// The categories that a locale's cardinal or ordinal rules have, as bits `1 << category`, and the category of each of
/// some numbers; -1 when ICU fails.
int32_t loc_plural_rules(
    const char *tag, int32_t is_ordinal, const double *numbers, int32_t count, uint8_t *categories);

/// An argument to format a message with: text, or a number when `text` is NULL.
struct loc_argument {
    const char *name;
    const char *text;
    double number;
};

/// Formats a message of ICU's MessageFormat in a locale. When the message is not well-formed, or lacks an argument's
/// branch, -1, and `out` holds ICU's name of the error.
int32_t loc_format_message(
    const char *tag, const char *pattern, int32_t length, const struct loc_argument *arguments, int32_t count,
    char *out, int32_t capacity);

/// A text in canonical composition (UAX 15, NFC), without a closing zero; three times its length always suffices.
int32_t loc_compose(const char *text, int32_t length, char *out, int32_t capacity);

/// What a character of a folded text is.
enum loc_character_kind {
    LOC_CHARACTER_LETTER,
    LOC_CHARACTER_DIGIT,
    /// A combining mark that was kept: a vowel sign, a voicing mark.
    LOC_CHARACTER_MARK,
    /// Of a script whose words have no space between them and are not told apart by their look: Thai, Lao, Khmer,
    /// Burmese, kana.
    LOC_CHARACTER_UNSPACED,
    /// A Han character.
    LOC_CHARACTER_IDEOGRAPH,
    LOC_CHARACTER_SPACE,
    /// Punctuation, symbols and controls.
    LOC_CHARACTER_SIGN
};

/// Where a character stands among those that one part of the text was folded to; bits.
enum loc_character_edge { LOC_EDGE_START = 1, LOC_EDGE_END = 2 };

/// A character of a folded text and the bytes it was made of. Several characters may share them (`ss` of a sharp s).
struct loc_character {
    uint32_t value;
    uint32_t start;
    uint32_t end;
    uint8_t kind;
    uint8_t edges;
    /// 1 when an accent was dropped here or an i got its dot, so that the letters must still be compared.
    uint8_t accented;
};

/// A text without regard to case, width, compatibility forms and accents: NFKC_Casefold (UAX 44), decomposed, without
/// the accents of Latin, Greek and Cyrillic and the points of Hebrew and Arabic, dotless i as i.
int32_t loc_fold(const char *text, int32_t length, struct loc_character *out, int32_t capacity);

/// What a language takes for different letters: CLDR's collation for searching. May be shared by threads.
struct loc_letters;

/// The letters of a language, the root's if CLDR has none of its own; NULL without memory.
struct loc_letters *loc_letters_open(const char *language);

void loc_letters_close(struct loc_letters *letters);

enum loc_likeness {
    LOC_UNLIKE,
    /// They differ in accents, but not in letters.
    LOC_SAME_LETTERS,
    /// They differ in case or width at most.
    LOC_SAME_ACCENTS
};

/// Compares two texts by letters and accents.
enum loc_likeness loc_letters_compare(
    const struct loc_letters *letters, const char *one, int32_t one_length, const char *other, int32_t other_length);

#ifdef __cplusplus
}
#endif

#endif
