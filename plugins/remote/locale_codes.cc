// SPDX-License-Identifier: Apache-2.0
#include "locale_codes.h"

#include <algorithm>
#include <cctype>

namespace dragoman::remote {
namespace {

std::string lowercase(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

struct Parts {
    std::string language, script, region;
};

/// Language, script and region (RFC 5646, section 2.1), in their usual case.
Parts parts_of(std::string_view tag) {
    Parts parts;
    size_t begin = 0;
    for (int index = 0; begin <= tag.size(); ++index) {
        const size_t end = std::min(tag.find_first_of("-_", begin), tag.size());
        std::string part = lowercase(tag.substr(begin, end - begin));
        begin = end + 1;
        if (index == 0) {
            parts.language = part;
        } else if (part.size() == 1) {
            break;  // an extension
        } else if (part.size() == 4 && std::isalpha(static_cast<unsigned char>(part[0])) != 0 && parts.script.empty() &&
                   parts.region.empty()) {
            part[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(part[0])));
            parts.script = part;
        } else if ((part.size() == 2 || part.size() == 3) && parts.region.empty()) {
            for (char& c : part) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            parts.region = part;
        }
    }
    return parts;
}

/// Older codes of the same languages (IANA's registry), and those that services take for one another.
std::string current(const std::string& language) {
    static const std::map<std::string, std::string> older = {
        {"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"no", "nb"}, {"tl", "fil"}, {"mo", "ro"}};
    const auto found = older.find(language);
    return found == older.end() ? language : found->second;
}

std::string canonical(std::string_view tag) {
    const Parts parts = parts_of(tag);
    std::string result = current(parts.language);
    if (!parts.script.empty()) result += "-" + parts.script;
    if (!parts.region.empty()) result += "-" + parts.region;
    return result;
}

bool is_one_of(const std::string& word, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* one) { return word == one; });
}

}  // namespace

std::vector<std::string> nearest_locales(std::string_view locale) {
    const Parts parts = parts_of(locale);
    const std::string language = current(parts.language);
    std::vector<std::string> nearest = {canonical(locale)};
    const auto add = [&](const std::string& tag) {
        if (std::find(nearest.begin(), nearest.end(), tag) == nearest.end()) nearest.push_back(tag);
    };
    if (!parts.region.empty()) add(language + "-" + parts.region);
    if (!parts.script.empty()) add(language + "-" + parts.script);
    if (language == "zh") {
        const bool is_traditional =
            parts.script == "Hant" || (parts.script.empty() && is_one_of(parts.region, {"TW", "HK", "MO"}));
        add(is_traditional ? "zh-Hant" : "zh-Hans");
    } else if (language == "pt") {
        add(parts.region.empty() || parts.region == "BR" ? "pt-BR" : "pt-PT");
    } else if (language == "en") {
        add(parts.region.empty() || is_one_of(parts.region, {"US", "PH", "PR", "VI", "GU", "AS", "UM"}) ? "en-US"
                                                                                                    : "en-GB");
    } else if (language == "es" && !parts.region.empty() && parts.region != "ES") {
        add("es-419");
    }
    // Another script is another text, not the nearest thing to it.
    if (parts.script.empty() || language == "zh") add(language);
    return nearest;
}

std::string LocaleCodes::learn(std::string_view code) {
    std::string locale;
    for (const auto& [ours, theirs] : exceptions_) {
        if (lowercase(theirs) == lowercase(code)) locale = ours;
    }
    if (locale.empty()) locale = canonical(code);
    learned_.emplace(locale, std::string(code));
    return locale;
}

std::string LocaleCodes::code(std::string_view locale) const {
    const std::vector<std::string> nearest = nearest_locales(locale);
    for (const std::string& tag : nearest) {
        const auto found = learned_.find(tag);
        if (found != learned_.end()) return found->second;
    }
    for (const std::string& tag : nearest) {
        for (const auto& [ours, theirs] : exceptions_) {
            if (ours == tag) return theirs;
        }
    }
    return nearest.front();
}

}  // namespace dragoman::remote
