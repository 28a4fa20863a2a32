// SPDX-License-Identifier: GPL-3.0-or-later
#include "text_format.h"

#include <algorithm>

#include "failure.h"

namespace dragoman::apertium {
namespace {

constexpr size_t longest_word = 500;
const std::string mark_begin = "\uE000";
const std::string mark_end = "\uE001";

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// The set of apertium-destxt and apertium-retxt.
bool is_escaped(char c) { return std::string("[]\\/@<>^${}").find(c) != std::string::npos; }

/// Length in bytes of the character at `at`, 0 when it is not UTF-8.
size_t character_length(const std::string& text, size_t at) {
    const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned first = byte(at);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return follows(at + 1) ? 2 : 0;
    if ((first & 0xF0) == 0xE0) {
        if (!follows(at + 1) || !follows(at + 2)) return 0;
        const bool overlong = first == 0xE0 && byte(at + 1) < 0xA0;
        const bool surrogate = first == 0xED && byte(at + 1) >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first < 0xF5) {
        if (!follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return 0;
        const bool overlong = first == 0xF0 && byte(at + 1) < 0x90;
        const bool too_high = first == 0xF4 && byte(at + 1) >= 0x90;
        return overlong || too_high ? 0 : 4;
    }
    return 0;
}

bool must_be_kept(const std::string& text, size_t at, size_t length) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (length == 1) return (byte < 0x20 && !is_space(text[at])) || byte == 0x7F;
    if (length == 2) return byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;  // C1 controls
    if (length == 3) {
        const std::string character = text.substr(at, 3);
        return character == mark_begin || character == mark_end || character == "\uFFFF";
    }
    return false;
}

/// Appends a mark for `part`; neighbours share one mark.
void keep(MarkedText& marked, const std::string& part) {
    marked.text += mark_begin + std::to_string(marked.kept.size()) + mark_end;
    marked.kept.push_back(part);
}

/// If a mark begins at `at`, its length in bytes and its number; otherwise 0.
size_t mark_length(const std::string& text, size_t at, size_t& number) {
    if (text.compare(at, mark_begin.size(), mark_begin) != 0) return 0;
    size_t end = at + mark_begin.size();
    number = 0;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
        number = number * 10 + static_cast<size_t>(text[end++] - '0');
    }
    if (text.compare(end, mark_end.size(), mark_end) != 0) return 0;
    return end + mark_end.size() - at;
}

/// Appends `text` from `from` to `to`, which holds no span.
void mark_stretch(MarkedText& marked, const std::string& text, size_t from, size_t to) {
    size_t word_begin = from;      // in `text`
    size_t word_in_marked = marked.text.size();
    size_t kept_before_word = marked.kept.size();
    size_t letters = 0;
    const auto end_word = [&](size_t at) {
        if (letters > longest_word) {
            marked.text.resize(word_in_marked);
            marked.kept.resize(kept_before_word);
            keep(marked, text.substr(word_begin, at - word_begin));
        }
        letters = 0;
    };
    for (size_t at = from; at < to;) {
        const size_t length = character_length(text, at);
        if (length == 0 || at + length > to) throw Failure(DGM_INVALID_INPUT, "the text is not UTF-8");
        if (is_space(text[at])) {
            end_word(at);
            marked.text += text[at];
            word_begin = at + 1;
            word_in_marked = marked.text.size();
            kept_before_word = marked.kept.size();
        } else {
            letters += 1;
            if (must_be_kept(text, at, length)) {
                keep(marked, text.substr(at, length));
            } else {
                marked.text.append(text, at, length);
            }
        }
        at += length;
    }
    end_word(to);
}

/// Length of the longest run of empty lines (LF LF or CR LF CR LF) that begins at `at`.
size_t empty_lines(const std::string& text, size_t at) {
    size_t end = at;
    while (true) {
        if (text.compare(end, 2, "\n\n") == 0) {
            end += 2;
        } else if (text.compare(end, 4, "\r\n\r\n") == 0) {
            end += 4;
        } else {
            return end - at;
        }
    }
}

/// White space and marks that wait for the next character of text.
struct Blank {
    std::string content;
    bool ends_sentence = false;

    void flush(std::string& stream) {
        if (ends_sentence) stream += ".[]";
        if (content == " ") {
            stream += content;
        } else if (!content.empty()) {
            stream += '[' + content + ']';
        }
        content.clear();
        ends_sentence = false;
    }
};

}  // namespace

MarkedText mark(const std::string& text, const std::vector<std::pair<size_t, size_t>>& spans) {
    MarkedText marked;
    size_t at = 0;
    for (const auto& [offset, length] : spans) {
        if (offset < at || offset > text.size() || length > text.size() - offset) {
            throw Failure(DGM_INVALID_INPUT, "a token lies outside its segment or before another");
        }
        mark_stretch(marked, text, at, offset);
        keep(marked, text.substr(offset, length));
        at = offset + length;
    }
    mark_stretch(marked, text, at, text.size());

    const auto begin = std::find_if_not(marked.text.begin(), marked.text.end(), is_space);
    const auto end = std::find_if_not(marked.text.rbegin(), std::make_reverse_iterator(begin), is_space).base();
    marked.leading_space.assign(marked.text.begin(), begin);
    marked.trailing_space.assign(end, marked.text.end());
    marked.text.assign(begin, end);
    return marked;
}

std::string unmark(const MarkedText& marked, const std::string& text) {
    std::string result = marked.leading_space;
    for (size_t at = 0; at < text.size();) {
        size_t number = 0;
        const size_t length = mark_length(text, at, number);
        if (length != 0 && number < marked.kept.size()) {
            result += marked.kept[number];
            at += length;
        } else {
            result += text[at++];
        }
    }
    return result + marked.trailing_space;
}

bool has_words(const std::string& text) {
    for (size_t at = 0; at < text.size();) {
        size_t number = 0;
        const size_t length = mark_length(text, at, number);
        if (length == 0 && !is_space(text[at])) return true;
        at += std::max<size_t>(length, 1);
    }
    return false;
}

std::string deformat(const std::string& text) {
    std::string stream;
    stream.reserve(text.size() + text.size() / 4 + 16);
    Blank blank;
    for (size_t at = 0; at < text.size();) {
        size_t number = 0;
        if (const size_t length = empty_lines(text, at)) {
            blank.ends_sentence = true;
            blank.content.append(text, at, length);
            at += length;
        } else if (const size_t length = mark_length(text, at, number)) {
            blank.content.append(text, at, length);
            at += length;
        } else if (is_space(text[at]) || text[at] == '~') {
            blank.content += text[at++];
        } else {
            blank.flush(stream);
            if (is_escaped(text[at])) stream += '\\';
            stream += text[at++];
        }
    }
    blank.ends_sentence = true;
    blank.flush(stream);
    return stream;
}

std::string reformat(const std::string& stream) {
    std::string text;
    text.reserve(stream.size());
    for (size_t at = 0; at < stream.size();) {
        if (stream[at] == '[' || stream[at] == ']') {
            at += 1;
        } else if (stream.compare(at, 3, ".[]") == 0) {
            at += 3;
        } else if (stream[at] == '\\' && at + 1 < stream.size() && is_escaped(stream[at + 1])) {
            text += stream[at + 1];
            at += 2;
        } else {
            text += stream[at++];
        }
    }
    return text;
}

size_t count_characters(const std::string& text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace dragoman::apertium
