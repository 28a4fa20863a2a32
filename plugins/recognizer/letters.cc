/*
 * letters.cc
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "letters.h"

#include <algorithm>

namespace {

bool is_ascii_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
bool is_ascii_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }
bool opens_word(char byte) { return is_space(byte) || byte == '(' || byte == '"'; }
bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

/* How many bytes a name has that stands between `open` and `close` at the start of `text`, both included: 0 when
 * something else is there. */
size_t bracketed_name(std::string_view text, char open, char close) {
    constexpr size_t longest = 64;
    if (text.empty() || text[0] != open) {
        return 0;
    }
    for (size_t at = 1; at < text.size() && at < longest; at++) {
        if (text[at] == close) {
            return at + 1;
        }
        if (!is_ascii_letter(text[at]) && !is_ascii_digit(text[at]) &&
            std::string_view("_.-$#:").find(text[at]) == std::string_view::npos) {
            return 0;
        }
    }
    return 0;
}

/* <b>, </a>, <br/>, <!-- -->, but not "a < b". */
size_t tag(std::string_view text) {
    if (text.size() < 3 || text[0] != '<' ||
        !(is_ascii_letter(text[1]) || text[1] == '/' || text[1] == '!')) {
        return 0;
    }
    size_t end = text.find('>');
    return end == std::string_view::npos ? 0 : end + 1;
}

/* %s, %1$d, %-5.2f, %@, %(name)s, but not "100 % de". */
size_t format_specifier(std::string_view text) {
    if (text.size() < 2 || text[0] != '%') {
        return 0;
    }
    size_t at = 1 + bracketed_name(text.substr(1), '(', ')');
    while (at < text.size() && (is_ascii_digit(text[at]) ||
                                std::string_view("$.-+#lhz").find(text[at]) != std::string_view::npos)) {
        at++;
    }
    bool complete =
        at < text.size() && std::string_view("sdiufgexXcp@").find(text[at]) != std::string_view::npos;
    bool ends = at + 1 >= text.size() || !is_ascii_letter(text[at + 1]);
    return complete && ends ? at + 1 : 0;
}

/* &nbsp; and &#160; */
size_t entity(std::string_view text) {
    size_t at = 1;
    while (at < text.size() && at < 10 &&
           (is_ascii_letter(text[at]) || is_ascii_digit(text[at]) || text[at] == '#')) {
        at++;
    }
    return !text.empty() && text[0] == '&' && at > 2 && at < text.size() && text[at] == ';' ? at + 1 : 0;
}

/* A web or mail address; called where a word begins. Beyond ASCII it ends, for Chinese puts no space after it, and
 * so it does where a next word may begin: then no text is looked at twice. */
size_t address(std::string_view text) {
    size_t end = 0;
    while (end < text.size() && is_ascii(text[end]) && !opens_word(text[end]) && text[end] != '<') {
        end++;
    }
    std::string_view word = text.substr(0, end);
    size_t sign = word.find('@');
    bool mail = sign != std::string_view::npos && sign > 0 && word.find('.', sign) != std::string_view::npos;
    return mail || word.find("://") != std::string_view::npos || word.substr(0, 4) == "www." ? end : 0;
}

size_t count_letter_bytes(std::string_view text) {
    size_t count = 0;
    while (!text.empty()) {
        size_t before = text.size();
        char32_t character = next_character(text);
        count += is_letter(character) ? before - text.size() : 0;
    }
    return count;
}

}  // namespace

bool is_letter(char32_t character) {
    if (character < 0x80) {
        return is_ascii_letter(char(character));
    }
    if (character < 0xC0 || character == 0xD7 || character == 0xF7) {
        return false;
    }
    if (character >= 0x0300 && character < 0x0370) {
        return false; /* combining marks */
    }
    if ((character >= 0x0660 && character < 0x066A) || (character >= 0x06F0 && character < 0x06FA) ||
        (character >= 0x0900 && character < 0x0E00 && (character & 0x7F) >= 0x66 &&
         (character & 0x7F) < 0x70) ||
        (character >= 0x0E50 && character < 0x0E5A) || (character >= 0x0ED0 && character < 0x0EDA) ||
        (character >= 0x1040 && character < 0x104A) || (character >= 0x17E0 && character < 0x17EA)) {
        return false; /* digits */
    }
    if ((character >= 0x2000 && character < 0x2C00) || (character >= 0x3000 && character < 0x3005) ||
        (character >= 0x3008 && character < 0x3040)) {
        return false; /* punctuation, arrows, mathematics, boxes, dingbats */
    }
    if ((character >= 0xE000 && character < 0xF900) || (character >= 0xFE00 && character < 0xFE70) ||
        (character >= 0xFF00 && character < 0xFF21) || character >= 0xFFE0) {
        return character >= 0x20000 && character < 0x40000; /* private use, forms, emoji; but rare Han */
    }
    return true;
}

char32_t next_character(std::string_view &rest) {
    unsigned char first = static_cast<unsigned char>(rest[0]);
    size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t character = length == 1 ? first : first & (0x7F >> length);
    length = std::min(length, rest.size());
    for (size_t at = 1; at < length; at++) {
        character = character << 6 | (static_cast<unsigned char>(rest[at]) & 0x3F);
    }
    rest.remove_prefix(length);
    return character;
}

std::string_view beginning(std::string_view text, size_t limit) {
    if (text.size() <= limit) {
        return text;
    }
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) {
        limit--;
    }
    return text.substr(0, limit);
}

std::string without_code(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    bool word_begins = true;
    while (!text.empty()) {
        size_t length = word_begins ? address(text) : 0;
        switch (length == 0 ? text[0] : ' ') {
            case '<': length = tag(text); break;
            case '{': length = bracketed_name(text, '{', '}'); break;
            case '%': length = format_specifier(text); break;
            case '&': length = entity(text); break;
            default: break;
        }
        word_begins =
            length > 0 || !is_ascii(text[0]) || opens_word(text[0]);
        plain += length > 0 ? ' ' : text[0];
        text.remove_prefix(std::max<size_t>(length, 1));
    }
    return plain;
}

std::vector<ScriptText> split_by_script(const dgm_host_text &host_text, std::string_view text) {
    std::vector<ScriptText> scripts;
    std::vector<size_t> ends(64);
    std::vector<uint32_t> codes(64);
    int64_t count = host_text.scripts(text.data(), text.size(), ends.data(), codes.data(), ends.size());
    if (count > int64_t(ends.size())) {
        ends.resize(size_t(count));
        codes.resize(size_t(count));
        count = host_text.scripts(text.data(), text.size(), ends.data(), codes.data(), ends.size());
    }
    count = std::min(count, int64_t(ends.size()));
    size_t start = 0;
    for (int64_t run = 0; run < count; run++) {
        std::string_view part = text.substr(start, ends[size_t(run)] - start);
        start = ends[size_t(run)];
        size_t letter_bytes = count_letter_bytes(part);
        if (letter_bytes == 0 || codes[size_t(run)] == script_code("Zyyy") ||
            codes[size_t(run)] == script_code("Zinh")) {
            continue;
        }
        auto found = std::find_if(scripts.begin(), scripts.end(), [&](const ScriptText &script) {
            return script.script == codes[size_t(run)];
        });
        if (found == scripts.end()) {
            scripts.push_back({codes[size_t(run)], std::string(part), letter_bytes});
        } else {
            found->text.append(" ").append(part);
            found->letter_bytes += letter_bytes;
        }
    }
    return scripts;
}
