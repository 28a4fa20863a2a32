// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream_check.h"

namespace dragoman::apertium {

bool is_well_formed(const std::string& stream) {
    enum { outside, blank, word, chunk } place = outside;
    for (size_t at = 0; at < stream.size(); ++at) {
        const char c = stream[at];
        if (c == '\0') return false;
        if (c == '\\') {
            at += 1;
            if (at == stream.size()) return false;
            continue;
        }
        switch (place) {
        case outside:
            if (c == '[') place = blank;
            if (c == '^') place = word;
            break;
        case blank:
            if (c == ']') place = outside;
            break;
        case word:
            if (c == '$') place = outside;
            if (c == '{') place = chunk;  // a chunk of transfer holds words and blanks of its own
            break;
        case chunk:
            if (c == '}') place = word;
            break;
        }
    }
    return place == outside;
}

size_t count_unknown_words(const std::string& stream) {
    size_t count = 0;
    bool in_blank = false;
    for (size_t at = 0; at + 1 < stream.size(); ++at) {
        const char c = stream[at];
        if (c == '\\') {
            at += 1;
        } else if (in_blank) {
            in_blank = c != ']';
        } else if (c == '[') {
            in_blank = true;
        } else if (c == '^' && (stream[at + 1] == '*' || stream[at + 1] == '@')) {
            count += 1;
        }
    }
    return count;
}

}  // namespace dragoman::apertium
