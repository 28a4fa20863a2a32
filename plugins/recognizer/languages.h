/*
 * languages.h: CLD2's languages as BCP 47 tags, and the locales that an answer is restricted to.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_LANGUAGES_H
#define DRAGOMAN_RECOGNIZER_LANGUAGES_H

#include <cstdint>
#include <string>
#include <string_view>

/* CLD2's headers need these two before them. */
#include <cstdio>
#include <cld2/public/encodings.h>

#include <cld2/public/compact_lang_det.h>

#include "dragoman_provider.h"

/* BCP 47's subtag for a language of CLD2, or empty when it is none ("un", "xx-Cher"). */
std::string_view subtag(CLD2::Language language);

/* CLD2's language for a subtag, or UNKNOWN_LANGUAGE. */
CLD2::Language language_of(std::string_view subtag);

/* Whether CLD2 knows the language in this script. */
bool is_written_in(CLD2::Language language, uint32_t script);

/* The locale of a text in `language` and `script`: the script is left out where it is the usual one. */
std::string locale_of(std::string_view language, uint32_t script);

/* A locale that the caller allows, taken apart. */
struct Candidate {
    std::string tag;      /* as the caller spelled it */
    std::string language; /* today's subtag: "he" for "iw" */
    std::string locale;   /* language and script, as `locale_of` gives them */
    std::string variant;  /* for Portuguese "pt-BR" or "pt-PT"; for others, and without a region, empty */
};

Candidate parse_candidate(std::string_view tag);

#endif
