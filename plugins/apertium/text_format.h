// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace dragoman::apertium {

/// A text whose untouchable parts are replaced by marks, so that it can go through one engine or through two.
///
/// A mark is U+E000, the index of the part in `kept`, U+E001. What is kept: the request's tokens, words of more
/// than 500 letters (analysis is superlinear in them), control characters, U+FFFF (the libraries' end of file)
/// and the two private characters of the marks themselves.
struct MarkedText {
    std::string text;
    std::vector<std::string> kept;
    std::string leading_space;   // cut off and put back byte for byte
    std::string trailing_space;
};

/// The byte ranges (offset, length) of `spans` become marks. Throws `Failure` when `text` is not UTF-8 or a span
/// does not lie in it.
MarkedText mark(const std::string& text, const std::vector<std::pair<size_t, size_t>>& spans);

/// Puts the kept parts back into a translated `text`.
std::string unmark(const MarkedText& marked, const std::string& text);

/// Whether anything is left to translate.
bool has_words(const std::string& text);

/// Makes an Apertium stream of plain text with marks: what `apertium-destxt` does, with a mark counting as white
/// space as tags do for `apertium-deshtml`. Runs of white space become superblanks, metacharacters are escaped,
/// and empty lines and the end get the sentence mark `.[]`.
std::string deformat(const std::string& text);

/// The way back: what `apertium-retxt` does.
std::string reformat(const std::string& stream);

/// Unicode scalar values in UTF-8 text.
size_t count_characters(const std::string& text);

}  // namespace dragoman::apertium
