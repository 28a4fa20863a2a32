/* SPDX-License-Identifier: Apache-2.0 */
#include "clocale.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ures.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

/* Opening an iterator costs up to 0.3 ms, cloning one 0.2 microseconds and as much again to close it: one of each kind
   and language is kept and never used itself, so that callers share nothing but the lock around the clone; and each
   thread keeps the last clone of each kind. */
enum { PROTOTYPES = 64, LANGUAGE_CAPACITY = 16 };

static struct {
    UBreakIterator *iterator;
    enum loc_break_kind kind;
    char language[LANGUAGE_CAPACITY];
} prototypes[PROTOTYPES];

static int next_prototype;
static pthread_mutex_t prototypes_lock = PTHREAD_MUTEX_INITIALIZER;

/* The bundle of a language's own rules and abbreviations, NULL when it has none. Opened directly: ICU would
   otherwise fall back to the bundle of the machine's locale. */
static UResourceBundle *open_bundle(const char *language) {
    UErrorCode error = U_ZERO_ERROR;
    return ures_openDirect(U_ICUDATA_NAME "-brkitr", language, &error);
}

static UBreakIterator *open_iterator(enum loc_break_kind kind, const char *language, UErrorCode *error) {
    UResourceBundle *bundle = open_bundle(language);
    const char *name = bundle ? language : "root";
    ures_close(bundle);
    static const UBreakIteratorType types[] = {UBRK_SENTENCE, UBRK_WORD, UBRK_CHARACTER};
    return ubrk_open(types[kind], name, NULL, 0, error);
}

int32_t loc_abbreviations(const char *language, char *out, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    UResourceBundle *bundle = open_bundle(language);
    if (!bundle) return -1;
    bundle = ures_getByKey(bundle, "exceptions", bundle, &error);
    bundle = ures_getByKey(bundle, "SentenceBreak", bundle, &error);
    int32_t used = 0;
    for (int32_t index = 0; U_SUCCESS(error) && index < ures_getSize(bundle); index++) {
        int32_t length = 0, written = 0;
        const UChar *text = ures_getStringByIndex(bundle, index, &length, &error);
        u_strToUTF8(out + used, capacity - used - 1, &written, text, length, &error);
        if (U_FAILURE(error)) break;
        used += written;
        out[used++] = '\n';
    }
    ures_close(bundle);
    return U_SUCCESS(error) ? used : -1;
}

enum { KINDS = 3 };

typedef struct thread_iterators {
    UBreakIterator *iterator[KINDS];
    char language[KINDS][LANGUAGE_CAPACITY];
} thread_iterators;

static pthread_key_t thread_key;
static pthread_once_t thread_key_once = PTHREAD_ONCE_INIT;

static void close_thread_iterators(void *kept) {
    thread_iterators *own = kept;
    for (int kind = 0; kind < KINDS; kind++) {
        if (own->iterator[kind]) ubrk_close(own->iterator[kind]);
    }
    free(own);
}

static void make_thread_key(void) { pthread_key_create(&thread_key, close_thread_iterators); }

static UBreakIterator *clone_iterator(enum loc_break_kind kind, const char *language, UErrorCode *error) {
    /* No language has a longer code that ICU knows; the root's rules serve the others. */
    if (strlen(language) >= LANGUAGE_CAPACITY) language = "";
    pthread_mutex_lock(&prototypes_lock);
    int slot = 0;
    while (slot < PROTOTYPES
           && !(prototypes[slot].iterator && prototypes[slot].kind == kind
                && strcmp(prototypes[slot].language, language) == 0)) {
        slot++;
    }
    if (slot == PROTOTYPES) {
        UBreakIterator *opened = open_iterator(kind, language, error);
        if (U_FAILURE(*error)) {
            pthread_mutex_unlock(&prototypes_lock);
            return NULL;
        }
        slot = next_prototype;
        next_prototype = (next_prototype + 1) % PROTOTYPES;
        if (prototypes[slot].iterator) ubrk_close(prototypes[slot].iterator);
        prototypes[slot].iterator = opened;
        prototypes[slot].kind = kind;
        strcpy(prototypes[slot].language, language);
    }
    UBreakIterator *copy = ubrk_clone(prototypes[slot].iterator, error);
    pthread_mutex_unlock(&prototypes_lock);
    return copy;
}

/* The calling thread's own iterator, which stays its. */
static UBreakIterator *thread_iterator(enum loc_break_kind kind, const char *language, UErrorCode *error) {
    pthread_once(&thread_key_once, make_thread_key);
    if (strlen(language) >= LANGUAGE_CAPACITY) language = "";
    thread_iterators *own = pthread_getspecific(thread_key);
    if (!own) {
        own = calloc(1, sizeof *own);
        if (!own) return NULL;
        if (pthread_setspecific(thread_key, own) != 0) {
            free(own);
            return NULL;
        }
    }
    if (!own->iterator[kind] || strcmp(own->language[kind], language) != 0) {
        if (own->iterator[kind]) ubrk_close(own->iterator[kind]);
        own->iterator[kind] = clone_iterator(kind, language, error);
        strcpy(own->language[kind], language);
    }
    return own->iterator[kind];
}

int32_t loc_breaks(
    enum loc_break_kind kind, const char *language, const char *text, int32_t length, int32_t *ends,
    int32_t capacity) {
    if (length == 0) return 0;
    UErrorCode error = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text, length, &error);
    if (U_FAILURE(error)) return -1;
    int32_t count = -1;
    UBreakIterator *iterator = thread_iterator(kind, language, &error);
    if (iterator) {
        ubrk_setUText(iterator, &source, &error);
        count = 0;
        for (int32_t end = ubrk_next(iterator); U_SUCCESS(error) && end != UBRK_DONE; end = ubrk_next(iterator)) {
            if (count < capacity) ends[count] = end;
            count++;
        }
    }
    utext_close(&source);
    return U_SUCCESS(error) ? count : -1;
}

static uint32_t iso_code(UScriptCode script) {
    const char *name = uscript_getShortName(script);
    if (!name || strlen(name) != 4) name = "Zzzz";
    const unsigned char *bytes = (const unsigned char *)name;
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

int32_t loc_script_runs(
    const char *text, int32_t length, int32_t *ends, uint32_t *codes, int32_t capacity) {
    int32_t count = 0, index = 0;
    UScriptCode current = USCRIPT_COMMON;
    while (index < length) {
        int32_t start = index;
        UChar32 character;
        U8_NEXT(text, index, length, character);
        if (character < 0) character = 0xFFFD;
        UErrorCode error = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(character, &error);
        if (U_FAILURE(error) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == current) {
            continue;
        }
        if (current != USCRIPT_COMMON) {
            if (count < capacity) {
                ends[count] = start;
                codes[count] = iso_code(current);
            }
            count++;
        }
        current = script;
    }
    if (length > 0) {
        if (count < capacity) {
            ends[count] = length;
            codes[count] = iso_code(current);
        }
        count++;
    }
    return count;
}
