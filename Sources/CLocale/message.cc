// SPDX-License-Identifier: Apache-2.0
#include "clocale.h"

#include <cstring>
#include <string>
#include <unicode/fmtable.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <vector>

// ICU's C interface formats messages with numbered arguments only, hence C++ here.
extern "C" int32_t loc_format_message(
    const char *tag, const char *pattern, int32_t length, const struct loc_argument *arguments, int32_t count,
    char *out, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString text;
    const icu::Locale locale = icu::Locale::forLanguageTag(tag, error);
    UParseError place;
    const icu::MessageFormat format(
        icu::UnicodeString::fromUTF8(icu::StringPiece(pattern, length)), locale, place, error);
    if (U_SUCCESS(error)) {
        std::vector<icu::UnicodeString> names(count);
        std::vector<icu::Formattable> values(count);
        for (int32_t index = 0; index < count; index++) {
            names[index] = icu::UnicodeString::fromUTF8(arguments[index].name);
            if (arguments[index].text) {
                values[index].setString(icu::UnicodeString::fromUTF8(arguments[index].text));
            } else {
                values[index].setDouble(arguments[index].number);
            }
        }
        format.format(names.data(), values.data(), count, text, error);
    }
    if (U_FAILURE(error)) {
        std::strncpy(out, u_errorName(error), static_cast<std::size_t>(capacity) - 1);
        out[capacity - 1] = 0;
        return -1;
    }
    std::string written;
    text.toUTF8String(written);
    if (written.size() >= static_cast<std::size_t>(capacity)) return -1;
    std::memcpy(out, written.c_str(), written.size() + 1);
    return static_cast<int32_t>(written.size());
}
