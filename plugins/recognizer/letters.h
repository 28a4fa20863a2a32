/*
 * letters.h: what of a text is evidence for a language, and in which scripts it is written.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_LETTERS_H
#define DRAGOMAN_RECOGNIZER_LETTERS_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"

/* An ISO 15924 code as the host spells it: four letters in one number. */
constexpr uint32_t script_code(const char (&letters)[5]) {
    return uint32_t(letters[0]) << 24 | uint32_t(letters[1]) << 16 | uint32_t(letters[2]) << 8 |
           uint32_t(letters[3]);
}

/* What is written in one script: its text, runs joined by spaces, and how many bytes of it are letters. */
struct ScriptText {
    uint32_t script;
    std::string text;
    size_t letter_bytes;
};

/* The first bytes of a text, at most `limit` of them, no character cut. */
std::string_view beginning(std::string_view text, size_t limit);

/* The text with a space in the place of what says nothing about its language: tags, placeholders, entities,
 * addresses. Their names are English in every language. */
std::string without_code(std::string_view text);

/* The scripts that `text` has letters of. */
std::vector<ScriptText> split_by_script(const dgm_host_text &host_text, std::string_view text);

/* Whether a character is a letter of a script, so that a text with nothing else but punctuation, digits and symbols
 * is not taken for a text. Blocks are enough for that. */
bool is_letter(char32_t character);

/* Takes the next character off `rest`, which is not empty and is UTF-8. */
char32_t next_character(std::string_view &rest);

#endif
