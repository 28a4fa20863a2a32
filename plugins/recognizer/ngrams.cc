/*
 * ngrams.cc
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ngrams.h"

#include "letters.h"

namespace {

bool lies(char32_t character, char32_t first, char32_t last) { return character >= first && character <= last; }

/* Simple case folding for the alphabets that have case and more than one language (Unicode, CaseFolding.txt). */
char32_t small(char32_t character) {
    bool even = character % 2 == 0;
    if (character < 0x80) {
        return lies(character, 'A', 'Z') ? character + 0x20 : character;
    }
    if (character < 0x250) {
        switch (character) {
        case 0x130: return 'i';
        case 0x178: return 0xFF;
        case 0x181: return 0x253;
        case 0x186: return 0x254;
        case 0x18A: return 0x257;
        case 0x18F: return 0x259;
        case 0x190: return 0x25B;
        case 0x198: return 0x199;
        case 0x1AF: return 0x1B0;
        case 0x1B3: return 0x1B4;
        default: break;
        }
        if (lies(character, 0xC0, 0xDE)) {
            return character == 0xD7 ? character : character + 0x20;
        }
        bool even_pairs = lies(character, 0x100, 0x137) || lies(character, 0x14A, 0x177) ||
                          lies(character, 0x1A0, 0x1A5) || lies(character, 0x1DE, 0x1EF) ||
                          lies(character, 0x1F8, 0x233);
        bool odd_pairs = lies(character, 0x139, 0x148) || lies(character, 0x179, 0x17E) ||
                         lies(character, 0x1CD, 0x1DC);
        return (even_pairs && even) || (odd_pairs && !even) ? character + 1 : character;
    }
    if (character < 0x530) {
        if (lies(character, 0x410, 0x42F)) {
            return character + 0x20;
        }
        if (lies(character, 0x400, 0x40F)) {
            return character + 0x50;
        }
        bool even_pairs = lies(character, 0x460, 0x481) || lies(character, 0x48A, 0x4BF) ||
                          lies(character, 0x4D0, 0x52F);
        bool odd_pairs = lies(character, 0x4C1, 0x4CE);
        return (even_pairs && even) || (odd_pairs && !even) ? character + 1 : character;
    }
    bool even_pairs = lies(character, 0x1E00, 0x1E95) || lies(character, 0x1EA0, 0x1EFF);
    return even_pairs && even ? character + 1 : character;
}

bool is_apostrophe(char32_t character) {
    return character == '\'' || character == 0x2019 || character == 0x2BC || character == 0x2BB;
}

/* Marks belong to the letter before them, and Persian puts a zero width non-joiner inside words. */
bool is_part_of_word(char32_t character) {
    return lies(character, 0x300, 0x36F) || character == 0x200C || is_letter(character);
}

}  // namespace

std::vector<char32_t> words_of(std::string_view text) {
    std::vector<char32_t> words;
    words.reserve(text.size() + 2);
    words.push_back(' ');
    while (!text.empty()) {
        char32_t character = small(next_character(text));
        if (is_part_of_word(character)) {
            words.push_back(character);
        } else if (is_apostrophe(character) && words.back() != ' ' && words.back() != '\'') {
            words.push_back('\'');
        } else if (words.back() != ' ') {
            words.push_back(' ');
        }
    }
    if (words.back() != ' ') {
        words.push_back(' ');
    }
    if (words.size() == 1) {
        words.clear();
    }
    return words;
}
