/*
 * ngrams.h: a text as the model sees it. The trainer and the plugin both read this file, so that they cannot differ.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_NGRAMS_H
#define DRAGOMAN_RECOGNIZER_NGRAMS_H

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/* The letters of a text, small ones, with one space between words and at both ends. Empty when it has none. */
std::vector<char32_t> words_of(std::string_view text);

constexpr size_t longest_ngram = 5;
constexpr size_t longest_word = 16;

constexpr uint32_t mixed(uint32_t hash) {
    hash = (hash ^ hash >> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35;
    return hash ^ hash >> 16;
}

/* What the sum of so many n-grams' vectors is multiplied by. A mean would make a word as sure as a page. */
inline float ngram_weight(size_t count) { return 1 / std::sqrt(float(count)); }

/* Calls `take` with a number and the length for each run of one to five characters that lies in a word, the spaces
 * around it being characters as well, and for each whole word. `words` is what `words_of` gave. */
template <typename Take>
void for_each_ngram(const char32_t *words, size_t count, Take take) {
    for (size_t start = 0; start + 1 < count; start++) {
        uint32_t hash = 0x811C9DC5;
        bool starts_word = words[start] == ' ';
        size_t longest = starts_word ? longest_word : longest_ngram;
        for (size_t length = 1; length <= longest && start + length <= count; length++) {
            char32_t last = words[start + length - 1];
            hash = (hash ^ uint32_t(last)) * 0x9E3779B1;
            hash ^= hash >> 15;
            bool ends_word = length > 1 && last == ' ';
            if (length <= longest_ngram ? length > 1 || !starts_word : ends_word) {
                take(mixed(hash), length);
            }
            if (ends_word) {
                break;
            }
        }
    }
}

#endif
