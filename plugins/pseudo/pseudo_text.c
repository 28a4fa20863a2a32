/*
 * pseudo_text.c: what CLDR's pseudo-locales do. en-XA shows text that was never sent to translation (it has no
 * accents), text that is cut off (it got longer) and sentences glued from pieces (each has its own brackets).
 * ar-XB shows a layout that does not turn round for a script that runs from right to left.
 *
 * Both go through the bytes once. All that they look at is ASCII, and no byte of a longer UTF-8 sequence is
 * ASCII, so sequences are never cut.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pseudo_text.h"

#include <string.h>

/* What a byte becomes. The four bytes are always written and `output` then moves on by `length`: a fixed size
 * is one instruction, where a copy of the right size would be a call. */
typedef struct accent {
    char bytes[4];
    size_t length;
} accent;

static accent accents[256];

static const char *const upper_case[26] = {"Å", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Î", "Ĵ", "Ķ", "Ļ", "Ṁ",
                                           "Ñ", "Ö", "Þ", "Ǫ", "Ŕ", "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž"};
static const char *const lower_case[26] = {"å", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "î", "ĵ", "ķ", "ļ", "ɱ",
                                           "ñ", "ö", "þ", "ǫ", "ŕ", "š", "ţ", "û", "ṽ", "ŵ", "ẋ", "ý", "ž"};

static const char *const filler[] = {" one", " two",   " three", " four", " five",
                                     " six", " seven", " eight", " nine", " ten"};

#define RIGHT_TO_LEFT_MARK "\xE2\x80\x8F"     /* U+200F */
#define RIGHT_TO_LEFT_OVERRIDE "\xE2\x80\xAE" /* U+202E */
#define POP_DIRECTION "\xE2\x80\xAC"          /* U+202C */

void prepare_accents(void) {
    for (int byte = 0; byte < 256; byte++) {
        accents[byte] = (accent){{(char)byte}, 1};
    }
    for (int letter = 0; letter < 26; letter++) {
        accent *upper = &accents['A' + letter], *lower = &accents['a' + letter];
        upper->length = strlen(upper_case[letter]);
        memcpy(upper->bytes, upper_case[letter], upper->length);
        lower->length = strlen(lower_case[letter]);
        memcpy(lower->bytes, lower_case[letter], lower->length);
    }
}

/* The dearest text is "a b c" written from right to left: 13 bytes for every two. The rest is for brackets and
 * for `accent`'s fixed size. */
size_t output_bound(size_t length) { return 7 * length + 32; }

static char *append(char *output, const char *bytes, size_t length) {
    memcpy(output, bytes, length);
    return output + length;
}

static int is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

/* Where the text begins and ends, white space at its ends left out. A token has none, so it is never cut. */
static void find_core(dgm_text text, size_t *start, size_t *end) {
    *start = 0;
    *end = text.length;
    while (*start < *end && is_space(text.bytes[*start])) {
        ++*start;
    }
    while (*end > *start && is_space(text.bytes[*end - 1])) {
        --*end;
    }
}

/* A blank text has nothing to translate. Its pointer may be null, which memcpy does not allow. */
static size_t write_blank(dgm_text text, char *output) {
    if (text.length > 0) {
        memcpy(output, text.bytes, text.length);
    }
    return text.length;
}

static char *append_accented(char *output, const char *bytes, size_t length) {
    for (size_t index = 0; index < length; index++) {
        const accent *written = &accents[(unsigned char)bytes[index]];
        memcpy(output, written->bytes, sizeof written->bytes);
        output += written->length;
    }
    return output;
}

/* Beyond ASCII everything counts as a letter: what is not (a dash, a quotation mark) does no harm in a word. */
static int is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

static char *append_overridden(char *output, const char *bytes, size_t length) {
    for (size_t index = 0; index < length;) {
        if (!is_letter(bytes[index])) {
            *output++ = bytes[index++];
            continue;
        }
        static const char opening[] = RIGHT_TO_LEFT_MARK RIGHT_TO_LEFT_OVERRIDE;
        static const char closing[] = POP_DIRECTION RIGHT_TO_LEFT_MARK;
        output = append(output, opening, sizeof opening - 1);
        while (index < length && is_letter(bytes[index])) {
            *output++ = bytes[index++];
        }
        output = append(output, closing, sizeof closing - 1);
    }
    return output;
}

/* Writes the text from `start` to `end`: `append_words` between the tokens, the tokens as they are. */
static char *append_between_tokens(char *output, const dgm_segment *segment, size_t start, size_t end,
                                   char *(*append_words)(char *, const char *, size_t)) {
    const char *bytes = segment->text.bytes;
    for (size_t index = 0; index < segment->span_count; index++) {
        const dgm_span *span = segment->spans[index];
        output = append_words(output, bytes + start, span->offset - start);
        output = append(output, bytes + span->offset, span->length);
        start = span->offset + span->length;
    }
    return append_words(output, bytes + start, end - start);
}

size_t write_accented(const dgm_segment *segment, char *output) {
    const dgm_text text = segment->text;
    size_t start, end;
    find_core(text, &start, &end);
    if (start == end) {
        return write_blank(text, output);
    }

    char *written = append(output, text.bytes, start);
    *written++ = '[';
    written = append_between_tokens(written, segment, start, end, append_accented);

    /* Translations of English are a third longer, more or less; tokens do not grow. */
    size_t growth = scalar_count(text.bytes + start, end - start);
    for (size_t index = 0; index < segment->span_count; index++) {
        const dgm_span *span = segment->spans[index];
        growth -= scalar_count(text.bytes + span->offset, span->length);
    }
    growth = growth * 2 / 5;
    for (size_t word = 0; growth >= strlen(filler[word]); word = (word + 1) % 10) {
        size_t length = strlen(filler[word]);
        written = append(written, filler[word], length);
        growth -= length;
    }

    *written++ = ']';
    return (size_t)(append(written, text.bytes + end, text.length - end) - output);
}

size_t write_bidirectional(const dgm_segment *segment, char *output) {
    const dgm_text text = segment->text;
    size_t start, end;
    find_core(text, &start, &end);
    if (start == end) {
        return write_blank(text, output);
    }

    char *written = append(output, text.bytes, start);
    char *core = written;
    written = append_between_tokens(written, segment, start, end, append_overridden);
    if ((size_t)(written - core) == end - start) {
        /* No word to turn round: a mark still tells the result from its source. */
        written = append(written, RIGHT_TO_LEFT_MARK, sizeof RIGHT_TO_LEFT_MARK - 1);
    }
    return (size_t)(append(written, text.bytes + end, text.length - end) - output);
}

size_t scalar_count(const char *bytes, size_t length) {
    size_t count = 0;
    for (size_t index = 0; index < length; index++) {
        count += ((unsigned char)bytes[index] & 0xC0) != 0x80;
    }
    return count;
}
