/*
 * languages.cc
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "languages.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "letters.h"

namespace {

/* Old subtags and what IANA's registry has in their place; "no" becomes the written language that it means. */
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> renamed = {{
    {"bh", "bho"},
    {"blu", "hmn"},
    {"cmn", "zh"},
    {"in", "id"},
    {"iw", "he"},
    {"ji", "yi"},
    {"jw", "jv"},
    {"no", "nb"},
    {"tl", "fil"},
    {"sr-ME", "sr"},
}};

/* CLD2 lists Latin first for these. */
constexpr std::array<std::pair<std::string_view, uint32_t>, 6> usual_scripts = {{
    {"sr", script_code("Cyrl")},
    {"kk", script_code("Cyrl")},
    {"tt", script_code("Cyrl")},
    {"ug", script_code("Arab")},
    {"my", script_code("Mymr")},
    {"sa", script_code("Deva")},
}};

std::string_view current(std::string_view subtag) {
    for (const auto &[from, to] : renamed) {
        if (subtag == from) {
            return to;
        }
    }
    return subtag;
}

uint32_t recognized_script(CLD2::Language language, int index) {
    const char *code = CLD2::ULScriptCode(CLD2::LanguageRecognizedScript(language, index));
    return uint32_t(code[0]) << 24 | uint32_t(code[1]) << 16 | uint32_t(code[2]) << 8 | uint32_t(code[3]);
}

uint32_t usual_script(std::string_view subtag) {
    for (const auto &[language, script] : usual_scripts) {
        if (subtag == language) {
            return script;
        }
    }
    CLD2::Language language = language_of(subtag);
    return language == CLD2::UNKNOWN_LANGUAGE ? 0 : recognized_script(language, 0);
}

}  // namespace

std::string_view subtag(CLD2::Language language) {
    std::string_view code = CLD2::LanguageCode(language);
    if (code.empty() || code == "un" || code == "xxx" || code.substr(0, 3) == "xx-") {
        return {};
    }
    return current(code == "zh-Hant" ? "zh" : code);
}

CLD2::Language language_of(std::string_view wanted) {
    /* The numbers past these stand for scripts. The first of a subtag is the general one: zh before zh-Hant. */
    static const auto known = [] {
        std::vector<std::pair<std::string_view, CLD2::Language>> languages;
        for (int number = 0; number <= CLD2::WARAY_PHILIPPINES; number++) {
            CLD2::Language language = static_cast<CLD2::Language>(number);
            if (!subtag(language).empty()) {
                languages.emplace_back(subtag(language), language);
            }
        }
        return languages;
    }();
    for (const auto &[name, language] : known) {
        if (name == wanted) {
            return language;
        }
    }
    return CLD2::UNKNOWN_LANGUAGE;
}

bool is_written_in(CLD2::Language language, uint32_t script) {
    for (int index = 0; index < 4; index++) {
        if (recognized_script(language, index) == script) {
            return true;
        }
    }
    return false;
}

std::string locale_of(std::string_view language, uint32_t script) {
    std::string locale(language);
    if (language == "zh") {
        return script == script_code("Hant") ? "zh-Hant" : locale;
    }
    uint32_t usual = usual_script(language);
    if (usual == 0 || script == usual || language == "ja" || language == "ko") {
        return locale;
    }
    locale += '-';
    for (int shift = 24; shift >= 0; shift -= 8) {
        locale += char(script >> shift & 0xFF);
    }
    return locale;
}

Candidate parse_candidate(std::string_view tag) {
    Candidate candidate{std::string(tag), {}, {}, {}};
    uint32_t script = 0;
    bool traditional = false;
    for (size_t start = 0, index = 0; start <= tag.size(); index++) {
        size_t end = std::min(tag.find_first_of("-_", start), tag.size());
        std::string part(tag.substr(start, end - start));
        std::transform(part.begin(), part.end(), part.begin(), [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? char(letter + ('a' - 'A')) : letter;
        });
        if (index == 0) {
            candidate.language = current(part);
        } else if (part.size() == 4 && part[0] >= 'a' && script == 0) {
            script = uint32_t(part[0] - ('a' - 'A')) << 24 | uint32_t(part[1]) << 16 |
                     uint32_t(part[2]) << 8 | uint32_t(part[3]);
        }
        if (index > 0 && part.size() == 2 && candidate.language == "pt") {
            candidate.variant = part == "br" ? "pt-BR" : "pt-PT"; /* the rest of the world writes as Portugal does */
        }
        traditional = traditional || (index > 0 && (part == "tw" || part == "hk" || part == "mo"));
        start = end + 1;
    }
    if (script == 0) {
        script = candidate.language == "zh" && traditional ? script_code("Hant")
                                                           : usual_script(candidate.language);
    }
    candidate.locale = locale_of(candidate.language, script);
    return candidate;
}
